import type { DataNeighbors } from '../facts/data-neighbors.ts';
import type { Mount } from '../formats/mountinfo.ts';
import { coveringMount, isBelow } from './covering-mount.ts';

/**
 * With what the mounted file system that a data directory is on is shared, as a clause; null where it
 * holds Docker's data only. A mount point proves nothing: dockerd binds its root onto itself.
 */
export function sharers(
  path: string,
  data: readonly string[],
  mounts: readonly Mount[],
  neighbors: DataNeighbors,
): string | null {
  const mount = coveringMount(mounts, path);
  const system = coveringMount(mounts, '/');
  if (mount === null || system === null) return 'what is mounted is not known';
  if (mount.device === system.device) {
    if (mount.target === system.target) return 'it is on the root file system';
    const is = mount.type === 'btrfs' ? 'a btrfs subvolume, which has no space of its own,' : 'a bind mount';
    return `${mount.target} is ${is} of the root file system`;
  }
  const whole = mounts.filter((each) => each.device === mount.device && each.root === '/');
  if (whole.length > 0) {
    const known = data.flatMap((each) => whole.map(({ target }) => placeIn(target, each, mounts)));
    const found = whole.map(({ target }) => strangers(target, [...data, ...known], neighbors));
    return found.some((clause) => clause === null) ? null : (found[0] ?? null);
  }
  if (mount.type !== 'btrfs') return `only the directory ${mount.root} of ${mount.source} is mounted there`;
  const other = mounts.find(
    (each) => each.device === mount.device && !data.some((one) => isBelow(each.target, one)),
  );
  return other === undefined ? null : `${other.target} is a subvolume of the same btrfs file system`;
}

/** What a directory has besides Docker's data, as a clause; null where that is nothing. */
export function strangers(
  directory: string,
  data: readonly string[],
  neighbors: DataNeighbors,
): string | null {
  if (data.includes(directory)) return null;
  if (directory === '/') return 'it is on the root file system';
  const names = neighbors[directory];
  if (names === undefined) return `${directory} holds other things`;
  const others = names
    .filter((name) => name !== 'lost+found')
    .filter((name) => {
      const path = `${directory}/${name}`;
      return !data.some((one) => isBelow(one, path)) || strangers(path, data, neighbors) !== null;
    });
  if (others.length === 0) return null;
  return `${directory} also holds ${others.slice(0, 3).join(', ')}${others.length > 3 ? ' and more' : ''}`;
}

/** Where a directory is seen below another mount of its whole file system. */
function placeIn(target: string, path: string, mounts: readonly Mount[]): string {
  const mount = coveringMount(mounts, path);
  if (mount === null) return path;
  return `${target}${mount.root}${path.slice(mount.target.length)}`
    .replace(/\/+/g, '/')
    .replace(/(?<=.)\/$/, '');
}
