import { hostPath } from '../formats/host-path.ts';
import type { Host } from '../model/host.ts';
import type { KeepingPlace } from '../model/run-plan.ts';
import { setDirectoryTime, timeOf } from './directory-time.ts';

/**
 * Clears a file in the making that never went live, and the place itself where no old inode is left in it; the
 * directory around it then has `time`. Also where it is gone already: a crash may have come between the two.
 */
export async function clearKeepingPlace(host: Host, { path, time }: KeepingPlace): Promise<void> {
  const names = await host.list(path);
  if (names?.includes('candidate')) await host.putEntry(hostPath.join(path, 'candidate'), null, null);
  const isKept = time === null || names?.some((name) => name !== 'candidate') === true;
  if (isKept) return;
  try {
    if (names !== null) await host.putEntry(path, null, null);
  } finally {
    // Gone, and only not known to be on disk, it would leave its trace for ever: nobody comes back for it.
    const directory = hostPath.parent(path);
    if ((await timeOf(host, directory)) !== time) await setDirectoryTime(host, directory, time);
  }
}
