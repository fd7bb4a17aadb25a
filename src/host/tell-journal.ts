import { existsSync } from 'node:fs';
import type { JournalLine } from '../model/journal-line.ts';
import { Refused } from '../model/refusal.ts';
import { findProgram } from './find-program.ts';
import { inOneLine } from './in-one-line.ts';
import { runProgram } from './run-program.ts';

/** systemd-journald.service(8) */
const SOCKET = '/run/systemd/journal/socket';

/**
 * Gives a line to this machine's journal, by logger(1) of util-linux; why it was not taken, or null. Where no journal
 * listens there is nobody to tell.
 */
export async function tellJournal(line: JournalLine): Promise<string | null> {
  if (!existsSync(SOCKET)) return null;
  const logger = findProgram('logger');
  if (logger === null) return 'logger is missing (package bsdutils)';
  const input = Object.entries(line).map(([name, value]) => `${name}=${value}\n`);
  try {
    const { status, stderr } = await runProgram(logger, ['--journald'], { input: input.join('') });
    return status === 0 ? null : inOneLine(stderr) || `logger ended with status ${status}`;
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'command-failed') return error.refusal.args.why;
    throw error;
  }
}
