import { type UserFileToWrite, userFile } from '../host/user-file.ts';
import type { Options } from './options.ts';

/** Where words go: data to standard output or the file of --out, talk to standard error. */
export interface Terminal {
  readonly color: boolean;
  /** The same of what is said on standard error. */
  readonly talksInColor: boolean;
  readonly isInteractive: boolean;
  /** Whether what is reported stands before the eyes of whoever is asked. */
  readonly showsReports: boolean;
  report(text: string): void;
  say(text: string): void;
  /** Refuses, before anything is changed, a file of --out that cannot be written. */
  openReport(): void;
  /** Writes all reports of the command to the file of --out, at once; it is left as it was where there are none. */
  finish(): void;
}

export function createTerminal(options: Pick<Options, 'out' | 'color'>): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const wanted = options.color && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  // As a file it could not be opened where it is a socket, and what was written to it before would be cut off.
  const out = options.out === '/dev/stdout' ? undefined : options.out;
  let file: UserFileToWrite | null = null;
  const reports: string[] = [];
  const openReport = () => {
    if (out !== undefined) file ??= userFile.open(out);
  };
  const showsReports = out === undefined && stdout.isTTY;
  return {
    color: wanted && showsReports,
    talksInColor: wanted && stderr.isTTY,
    isInteractive: stdin.isTTY && stderr.isTTY,
    showsReports,
    report(text) {
      openReport();
      if (file === null) stdout.write(text);
      else reports.push(text);
    },
    say: (text) => void stderr.write(text),
    openReport,
    finish() {
      if (reports.length > 0) file?.write(reports.join(''));
    },
  };
}
