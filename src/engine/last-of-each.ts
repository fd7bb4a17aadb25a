import type { Change } from '../model/change.ts';

/** The last change of each thing: where a unit was stopped and started again, only the start can be seen. */
export function lastOfEach<C extends Pick<Change, 'kind' | 'key'>>(changes: readonly C[]): readonly C[] {
  return changes.filter(
    ({ kind, key }, i) => !changes.slice(i + 1).some((later) => later.kind === kind && later.key === key),
  );
}
