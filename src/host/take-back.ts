import { unlinkSync } from 'node:fs';
import type { Entry } from '../model/entry.ts';
import type { Path } from '../model/path.ts';
import { below, syncDirectory } from './descriptor.ts';
import { giveName } from './give-name.ts';
import { linkAway } from './keep-inode.ts';
import { lookAt } from './local-read.ts';
import { sameEntry } from './same-entry.ts';
import { isSameInode, refuseIfChanged, type Seen, see } from './seen.ts';
import { orRefuse } from './system-error.ts';
import { type Spot, walk } from './walk.ts';

/**
 * Gives the kept inode its name back, if it still is what it was: whoever had the file open for writing may have
 * changed it since. False means that the entry has to be built anew from its blob. What goes is kept at `save`.
 */
export async function takeBack(
  root: Path,
  spot: Spot,
  now: Seen | null,
  from: Path,
  save: Path | undefined,
  to: Entry | null,
): Promise<boolean> {
  using kept = walk(root, from, false);
  using open = kept === null ? null : lookAt(kept);
  if (kept === null || open === null) return false;
  const old = see(kept, open.fd);
  if (!sameEntry(await old.entry(), to)) return false;
  // Renaming one name of an inode onto another name of it does nothing and says so to nobody (rename(2)).
  if (now !== null && isSameInode(now.stat, old.stat)) {
    orRefuse(from, 'unlink', () => {
      unlinkSync(below(kept.directory, kept.name));
      syncDirectory(kept.directory);
    });
    return true;
  }
  // What goes is kept, too: taking it back may have to be taken back.
  const canBeKept = now !== null && now.type !== 'directory';
  const seen = canBeKept && save !== undefined ? await linkAway(root, spot, now, save) : now;
  refuseIfChanged(kept, old);
  giveName(kept, spot, old.type === 'directory', seen);
  return true;
}
