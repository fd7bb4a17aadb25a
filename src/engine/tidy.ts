import { hostPath } from '../formats/host-path.ts';
import { clearKeepingPlace } from './clear-keeping-place.ts';
import { timeLeftIn } from './time-left-in.ts';
import type { Transaction } from './transaction.ts';

/**
 * Clears what a run leaves beside its targets. One that another process began may have been killed right between
 * making or removing a place and giving the directory around it its time back; a change of its own in that directory
 * has the last word on it.
 */
export async function tidy(
  run: Pick<Transaction, 'host' | 'plan' | 'journal'>,
  isInterrupted = false,
): Promise<void> {
  for (const { path, time } of run.plan.keeping) {
    const lost = isInterrupted ? (timeLeftIn(run, hostPath.parent(path)) ?? time) : null;
    await clearKeepingPlace(run.host, { path, time }, lost);
  }
}
