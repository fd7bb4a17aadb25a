import { setTimeout as wait } from 'node:timers/promises';
import type { Patience } from '../model/host.ts';
import type { ConnectionProbe, Probe } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import { inOneLine } from './in-one-line.ts';
import { runProgram } from './run-program.ts';
import { tryConnection } from './try-connection.ts';

const LONGEST_MS = 10_000;
const PAUSE_MS = 1000;
const LONGEST_REASON = 300;

/** Host.probe: what does not end in ten seconds has failed, too. */
export async function runProbe(probe: Probe | ConnectionProbe, patience: Patience): Promise<string | null> {
  const deadline = performance.now() + patience.withinMs;
  for (;;) {
    const longestMs = Math.min(LONGEST_MS, Math.max(deadline - performance.now(), PAUSE_MS));
    const why = 'argv' in probe ? await once(probe.argv, longestMs) : await tryConnection(probe, longestMs);
    if (why === null || patience.isOver() || performance.now() + PAUSE_MS >= deadline) return why;
    await wait(PAUSE_MS);
  }
}

async function once([file, ...args]: Probe['argv'], longestMs: number): Promise<string | null> {
  try {
    const { status, stderr } = await runProgram(file, args, { longestMs });
    return status === 0
      ? null
      : inOneLine(stderr).slice(0, LONGEST_REASON) || `it ended with status ${status}`;
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'command-failed') return error.refusal.args.why;
    throw error;
  }
}
