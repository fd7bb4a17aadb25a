import type { LoadedRun } from './load-run.ts';

/** The rollbacks of a run, or of parts of it, that still hold: a rollback can be rolled back like any other run. */
export function rollbacksOf(run: LoadedRun, all: readonly LoadedRun[]): readonly LoadedRun[] {
  return all.filter(
    (other) => other.plan.of === run.plan.run && other.state.status === 'applied' && !isTakenBack(other, all),
  );
}

/** Whether the whole of a run has been rolled back, and that rollback still holds. */
export function isTakenBack(run: LoadedRun, all: readonly LoadedRun[]): boolean {
  return rollbacksOf(run, all).some(({ plan }) => plan.whole);
}
