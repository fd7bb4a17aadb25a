import { loadRuns } from '../engine/load-runs.ts';
import { needsRecovery, recover } from '../engine/recover.ts';
import type { Given } from './command.ts';
import { logRun } from './log-run.ts';
import { warnUnfinished } from './warn-unfinished.ts';
import { write } from './write.ts';

/** Before a command that writes: what an earlier one left is undone. What is planned on a half state would rest on it. */
export async function settleUnfinished(given: Given, lockWaitMs: number): Promise<void> {
  const moment = given.target().reader.moment();
  if (loadRuns(given.target().stateDir()).runs.some((run) => needsRecovery(run, moment))) {
    const { runs } = await write(given, lockWaitMs, ({ host, stateDir, now }) =>
      recover(host, stateDir, now, 'unfinished'),
    );
    for (const run of runs) await logRun(run, given.terminal);
  }
  warnUnfinished(given);
}
