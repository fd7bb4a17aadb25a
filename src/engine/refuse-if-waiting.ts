import type { StateDir } from '../host/state-dir.ts';
import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import { loadRuns } from './load-runs.ts';
import { waitingRuns } from './waiting-runs.ts';

/**
 * While a run waits for confirmation nothing else is changed: it may go back at any moment, from under whatever was
 * built on it. `but` is the run that the command is about.
 */
export function refuseIfWaiting(stateDir: StateDir | null, but: RunId | null = null): void {
  const [refusal] = waitingRuns(loadRuns(stateDir).runs.filter(({ plan }) => plan.run !== but));
  if (refusal !== undefined) throw new Refused(refusal);
}
