import type { Refusal } from '../model/refusal.ts';
import type { LoadedRun } from './load-run.ts';

/** Of each run that waits for confirmation, that it does: until then nothing else is changed. */
export function waitingRuns(runs: readonly LoadedRun[]): readonly Refusal[] {
  return runs.flatMap(({ plan: { run, waits }, state }): readonly Refusal[] =>
    state.status === 'waiting' && waits !== undefined
      ? [{ code: 'run-waits', args: { run, by: waits.by } }]
      : [],
  );
}
