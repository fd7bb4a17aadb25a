import type { ChangePart } from '../model/change.ts';
import type { RunChange } from '../model/run-plan.ts';
import type { LoadedRun } from './load-run.ts';

/** The rollbacks of a run, or of parts of it, that still hold: a rollback can be rolled back like any other run. */
export function rollbacksOf(run: LoadedRun, all: readonly LoadedRun[]): readonly LoadedRun[] {
  return all.filter(
    (other) => other.plan.of === run.plan.run && other.state.status === 'applied' && !isTakenBack(other, all),
  );
}

/** Whether nothing of a run is left: the whole of it has been rolled back, or one part after another. */
export function isTakenBack(run: LoadedRun, all: readonly LoadedRun[]): boolean {
  const rollbacks = rollbacksOf(run, all);
  if (rollbacks.length === 0) return false;
  const made = run.plan.changes.filter(({ number }) => run.state.changes.get(number)?.isDone === true);
  return (
    rollbacks.some(({ plan }) => plan.whole) ||
    made.every((change) => partsLeft(change, rollbacks).length === 0)
  );
}

/** The parts of a change that no rollback has taken back. */
export function partsLeft(change: RunChange, rollbacks: readonly LoadedRun[]): readonly ChangePart[] {
  const gone = rollbacks.flatMap(({ plan }) =>
    plan.changes.filter(({ kind, key }) => kind === change.kind && key === change.key),
  );
  const isGone = ({ playbook, part }: ChangePart) =>
    gone.some(({ parts }) => parts.some((other) => other.playbook === playbook && other.part === part));
  return change.parts.filter((part) => !isGone(part));
}
