import type { Path } from '../model/path.ts';
import type { Transaction } from './transaction.ts';

/**
 * Has the system itself take the run back when its time is over, whatever becomes of this process and its session:
 * before the first change, or one that is killed in the middle would wait for somebody. The boot unit does it at a boot.
 */
export async function armRevert({ host, folder, plan: { waits } }: Transaction): Promise<void> {
  if (waits === undefined) return;
  await host.startTimer(waits.timer, waits.withinSeconds, ['/bin/sh' as Path, `${folder.path}/revert.sh`]);
}

export async function disarmRevert({
  host,
  plan: { waits },
}: Pick<Transaction, 'host' | 'plan'>): Promise<void> {
  if (waits !== undefined) await host.stopTimer(waits.timer);
}
