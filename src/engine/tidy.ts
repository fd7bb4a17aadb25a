import { hostPath } from '../formats/host-path.ts';
import type { Path } from '../model/path.ts';
import { setDirectoryTime, timeOf } from './directory-time.ts';
import type { Transaction } from './transaction.ts';

/**
 * Clears what a run leaves beside its targets: a candidate that never went live, and the directory for old inodes
 * where none is left in it. The state directory's own stays.
 */
export async function tidy({ host, plan }: Pick<Transaction, 'host' | 'plan'>): Promise<void> {
  const places = new Set(plan.changes.flatMap(({ keep }) => (keep === null ? [] : [hostPath.parent(keep)])));
  for (const place of places) {
    const names = await host.list(place);
    if (names === null) continue;
    if (names.includes('candidate')) await host.putEntry(`${place}/candidate` as Path, null, null);
    const directory = hostPath.parent(place);
    if (hostPath.name(place) !== '.holdfast' || names.filter((other) => other !== 'candidate').length > 0)
      continue;
    const time = await timeOf(host, directory);
    try {
      await host.putEntry(place, null, null);
    } finally {
      // Gone, and only not known to be on disk, it would leave its trace for ever: nobody comes back for it.
      if (time !== null) await setDirectoryTime(host, directory, time);
    }
  }
}
