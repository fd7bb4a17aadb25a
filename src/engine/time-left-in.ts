import type { Path } from '../model/path.ts';
import { runStateOf } from './run-state.ts';
import type { Transaction } from './transaction.ts';

/** The time in which a run's own changes leave a directory: of the last one there that stands; null where none does. */
export function timeLeftIn(
  { plan, journal }: Pick<Transaction, 'plan' | 'journal'>,
  directory: Path,
): string | null {
  const { changes } = runStateOf(journal.records);
  const standing = plan.changes.filter(
    (change) => change.directory === directory && changes.get(change.number)?.isUndone === false,
  );
  return (
    standing.map(({ number }) => changes.get(number)?.timeAfter ?? null).findLast((time) => time !== null) ??
    null
  );
}
