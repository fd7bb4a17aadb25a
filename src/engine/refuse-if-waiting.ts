import type { StateDir } from '../host/state-dir.ts';
import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import { loadRuns } from './load-runs.ts';

/**
 * While a run waits for confirmation nothing else is changed: it may go back at any moment, from under whatever was
 * built on it. `but` is the run that the command is about.
 */
export function refuseIfWaiting(stateDir: StateDir | null, but: RunId | null = null): void {
  for (const { plan, state } of loadRuns(stateDir).runs) {
    if (state.status !== 'waiting' || plan.waits === undefined || plan.run === but) continue;
    throw new Refused({ code: 'run-waits', args: { run: plan.run, by: plan.waits.by } });
  }
}
