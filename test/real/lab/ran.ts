/** What a command has come to; the status is null when a signal ended it. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}
