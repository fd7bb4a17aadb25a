/** A line for the system's journal, by systemd.journal-fields(7): values without line breaks. */
export interface JournalLine {
  readonly MESSAGE: string;
  /** syslog(3): `3` error, `4` warning, `5` notice. */
  readonly PRIORITY: '3' | '4' | '5';
  readonly SYSLOG_IDENTIFIER: 'holdfast';
  readonly HOLDFAST_RUN: string;
  readonly HOLDFAST_STATUS: string;
}
