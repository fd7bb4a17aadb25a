import { linkSync, readdirSync, renameSync, unlinkSync } from 'node:fs';
import type { Entry } from '../model/entry.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { below, statOf, syncDirectory } from './descriptor.ts';
import { entryOf, lookAt } from './local-read.ts';
import { sameEntry } from './same-entry.ts';
import { changedSince, isSameInode, isUnchanged, refuseIfChanged, type Seen, see } from './seen.ts';
import { orRefuse } from './system-error.ts';
import { type Spot, walk } from './walk.ts';

/**
 * Gives the old inode a second name, which holds all of it: content, owner, ACL, attributes, times. Needs no space.
 * Read again under that name, it must be what was seen: an edit since then is somebody's work, and is refused.
 * Returns it as it is now, since the second name moves its ctime.
 */
export async function linkAway(root: Path, spot: Spot, seen: Seen, save: Path): Promise<Seen> {
  using saved = savedAt(root, save);
  // Before the link: what is read again is compared with it.
  const was = await seen.entry();
  refuseIfChanged(spot, seen);
  orRefuse(save, 'link', () => {
    linkSync(below(spot.directory, spot.name), below(saved.directory, saved.name));
    syncDirectory(saved.directory);
  });
  const again = await seenAgain(saved, seen, was);
  if (again !== null && isUnchanged(spot, again)) return again;
  orRefuse(save, 'unlink', () => {
    unlinkSync(below(saved.directory, saved.name));
    syncDirectory(saved.directory);
  });
  throw changedSince(spot);
}

/** Null where the second name was given to another inode, or the inode has changed. */
async function seenAgain(saved: Spot, seen: Seen, was: Entry): Promise<Seen | null> {
  using found = lookAt(saved);
  if (found === null) return null;
  if (!isSameInode(statOf(found.fd), seen.stat)) {
    // An overlay shows a file that it has copied up as another inode under each name, where its layers are on several
    // file systems. What was seen has one name more then, and the new one holds the same.
    const hasOneMore = statOf(seen.fd).nlink === seen.stat.nlink + 1n;
    if (!hasOneMore || !sameEntry(await entryOf(saved, found.fd), was)) return null;
  }
  const again = see(saved, seen.fd);
  return sameEntry(await again.entry(), was) ? again : null;
}

/** Directories have no second name: an empty one is moved, and moved back when it turns out not to be what was seen. */
export function moveAway(root: Path, spot: Spot, seen: Seen, save: Path): void {
  using saved = savedAt(root, save);
  const names = [below(spot.directory, spot.name), below(saved.directory, saved.name)] as const;
  refuseIfChanged(spot, seen);
  orRefuse(spot.path, 'rename', () => renameSync(...names));
  using moved = lookAt(saved);
  const stat = moved === null ? null : statOf(moved.fd);
  const isAsSeen = stat !== null && isSameInode(stat, seen.stat) && readdirSync(names[1]).length === 0;
  orRefuse(spot.path, 'rename', () => {
    if (!isAsSeen) renameSync(names[1], names[0]);
    syncDirectory(saved.directory);
    syncDirectory(spot.directory);
  });
  if (!isAsSeen) throw changedSince(spot);
}

function savedAt(root: Path, save: Path): Spot {
  const saved = walk(root, save, false);
  if (saved === null) throw new Refused({ code: 'parent-missing', args: { path: save } });
  return saved;
}
