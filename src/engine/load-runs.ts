import type { StateDir } from '../host/state-dir.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { type LoadedRun, loadRun } from './load-run.ts';

/** Every run that can be read, oldest first, and why others cannot: a damaged journal must not hide the sound ones. */
export function loadRuns(stateDir: StateDir | null): {
  readonly runs: readonly LoadedRun[];
  readonly refusals: readonly Refusal[];
} {
  const runs: LoadedRun[] = [];
  const refusals: Refusal[] = [];
  for (const id of stateDir?.runs() ?? []) {
    try {
      const folder = stateDir?.run(id);
      const run = folder === undefined || folder.isGivenUp() ? null : loadRun(folder);
      if (run !== null) runs.push(run);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.push(error.refusal);
    }
  }
  return { runs, refusals };
}
