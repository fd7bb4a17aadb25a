import { hostPath } from '../formats/host-path.ts';
import type { Status } from '../model/entry.ts';
import type { Host } from '../model/host.ts';
import type { KeepingPlace } from '../model/run-plan.ts';
import { timeOf } from './time-of.ts';

const CANDIDATE = 'candidate';
/** The place's coming moved the time of the directory around it to that very moment. */
const SAME_MOMENT_NS = 1_000_000_000n;

/**
 * Clears a file in the making that never went live, and the place itself where no old inode is left in it. The
 * directory around it keeps its time. `lost` is what that was before a run that may have been killed between making
 * or removing the place and giving the time back; null where none was.
 */
export async function clearKeepingPlace(
  host: Host,
  { path, time }: KeepingPlace,
  lost: string | null,
): Promise<void> {
  const place = await host.status(path);
  // Somebody's own, or a link to somewhere else: nothing of ours is in it.
  if (place !== null && !isOurs(place)) return;
  const names = place === null ? [] : ((await host.list(path)) ?? []);
  if (names.includes(CANDIDATE)) await host.putEntry(hostPath.join(path, CANDIDATE), null, null);
  if (time === null || names.some((name) => name !== CANDIDATE)) return;

  const directory = hostPath.parent(path);
  const now = place === null ? null : await timeOf(host, directory);
  const back = place === null || (now !== null && isSameMoment(place.mtime, now)) ? (lost ?? now) : now;
  try {
    if (place !== null) await host.putEntry(path, null, null);
  } finally {
    // Gone, and only not known to be on disk, it would leave its trace for ever: nobody comes back for it.
    if (back !== null && (await timeOf(host, directory)) !== back) await host.putTime(directory, back);
  }
}

function isOurs({ type, uid, mode }: Status): boolean {
  return type === 'directory' && uid === 0 && (mode & 0o077) === 0;
}

function isSameMoment(a: string | null, b: string): boolean {
  if (a === null) return false;
  const apart = BigInt(a) - BigInt(b);
  return -SAME_MOMENT_NS <= apart && apart <= SAME_MOMENT_NS;
}
