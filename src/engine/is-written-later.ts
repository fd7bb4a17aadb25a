import type { Change } from '../model/change.ts';
import type { RunId } from '../model/run.ts';
import type { LoadedRun } from './load-run.ts';

/** Whether a later run that stands has changed the same thing: its state is then that run's, not this one's. */
export function isWrittenLater(
  run: RunId,
  { kind, key }: Pick<Change, 'kind' | 'key'>,
  all: readonly LoadedRun[],
): boolean {
  return all.some(
    ({ plan, state }) =>
      plan.run > run &&
      ['applied', 'waiting', 'partly'].includes(state.status) &&
      plan.changes.some((change) => change.kind === kind && change.key === key),
  );
}
