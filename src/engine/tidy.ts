import { hostPath } from '../formats/host-path.ts';
import { clearKeepingPlace } from './clear-keeping-place.ts';
import { timeLeftIn } from './time-left-in.ts';
import type { Transaction } from './transaction.ts';

/** Clears what a run leaves beside its targets. A change of this run in the same directory has the last word on its time. */
export async function tidy(run: Pick<Transaction, 'host' | 'plan' | 'journal'>): Promise<void> {
  for (const { path, time } of run.plan.keeping) {
    const left = time === null ? null : (timeLeftIn(run, hostPath.parent(path)) ?? time);
    await clearKeepingPlace(run.host, { path, time: left });
  }
}
