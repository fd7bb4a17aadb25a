import type { RunChange } from '../model/run-plan.ts';
import type { RunState } from './run-state.ts';

/** As much of a loaded run as is needed. */
interface Made {
  readonly plan: { readonly changes: readonly Placed[] };
  readonly state: Pick<RunState, 'changes'>;
}
type Placed = Pick<RunChange, 'number' | 'directory'>;

/** Sets a directory's time to `to` if it is `from`. */
export interface DirectoryTime {
  readonly from: string;
  readonly to: string;
}

/**
 * Tells for each change that is taken back, in that order, which time its directory is to have: that of the last
 * change in it that still stands, or its time before the run where none does. So changes taken back in any order
 * leave a directory that nobody else touched as it began.
 */
export function directoryTimes(
  run: Made,
  rollbacks: readonly Made[],
  standing: readonly Placed[],
): (change: Placed) => DirectoryTime | null {
  const left = new Set(standing);
  const times = new Map<string, string>();
  for (const { plan, state } of [run, ...rollbacks]) {
    for (const { number, directory } of plan.changes) {
      const time = state.changes.get(number)?.timeAfter ?? null;
      if (directory !== null && time !== null) times.set(directory, time);
    }
  }
  return (change) => {
    const { directory } = change;
    if (directory === null) return null;
    left.delete(change);
    const all = run.plan.changes.filter((other) => other.directory === directory);
    const last = all.findLast((other) => left.has(other));
    const [first] = all;
    const from = times.get(directory) ?? null;
    const to =
      last === undefined
        ? run.state.changes.get(first?.number ?? 0)?.timeBefore
        : run.state.changes.get(last.number)?.timeAfter;
    if (from === null || to === null || to === undefined) return null;
    times.set(directory, to);
    return { from, to };
  };
}
