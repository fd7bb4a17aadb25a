import { setTimeout as wait } from 'node:timers/promises';
import type { Probe } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { inOneLine } from './in-one-line.ts';
import { runProgram } from './run-program.ts';

const LONGEST_MS = 10_000;
const PAUSE_MS = 1000;

/** Host.probe: what does not end in ten seconds has failed, too. */
export async function runProbe(argv: Probe['argv'], tries: number): Promise<string | null> {
  for (let left = tries - 1; ; left--) {
    const why = await once(argv);
    if (why === null || left <= 0) return why;
    await wait(PAUSE_MS);
  }
}

async function once([file, ...args]: Probe['argv']): Promise<string | null> {
  try {
    const { status, stderr } = await runProgram(file, args, { longestMs: LONGEST_MS });
    return status === 0 ? null : inOneLine(stderr) || `it ended with status ${status}`;
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'command-failed') return error.refusal.args.why;
    throw error;
  }
}
