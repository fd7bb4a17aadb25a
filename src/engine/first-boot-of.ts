import { decodeHostText } from '../formats/host-text.ts';
import type { FirstBoot } from '../model/run.ts';
import { isTakenBack } from './is-taken-back.ts';
import type { LoadedRun } from './load-run.ts';

/** What an image's first boot found of a run, by the mark it left in the run's folder; null where none is looked at, or no longer. */
export function firstBootOf(run: LoadedRun, all: readonly LoadedRun[]): FirstBoot | null {
  const { plan, state, folder } = run;
  if (plan.type !== 'apply' || plan.firstBoot === undefined) return null;
  const mark = folder.read('first-boot');
  if (mark !== null) {
    const [first = '', ...differences] = decodeHostText(mark).trimEnd().split('\n');
    const [at = '', looked] = first.split(' ');
    return {
      status: differences.length === 0 ? 'in-force' : 'differs',
      at,
      looked: Number(looked),
      differences,
    };
  }
  const isWaiting = (state.status === 'applied' || state.status === 'partly') && !isTakenBack(run, all);
  return isWaiting ? { status: 'armed' } : null;
}
