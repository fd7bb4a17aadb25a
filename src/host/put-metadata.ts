import { chmodSync, chownSync, constants, fsyncSync } from 'node:fs';
import type { Entry } from '../model/entry.ts';
import { readXattrs, writeFlags, writeMtime, writeXattrs } from './attributes.ts';
import { itself, opened, statOf, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { changedSince, isSameInode } from './seen.ts';
import { orRefuse } from './system-error.ts';
import type { Spot } from './walk.ts';

/** These flags forbid renaming and changing. */
const FROZEN = /[ai]/g;

export function thawedFlags({ flags }: Entry): string {
  return flags.replace(FROZEN, '');
}

/** Changes the metadata of the one inode that is open, in place: whoever has it open, and its other names, keep it. */
export async function putMetadata(spot: Spot, fd: number, now: Entry, to: Entry): Promise<void> {
  await putFlags(spot, fd, now.flags, thawedFlags(now));
  // chown clears setuid bits and file capabilities, so it comes first; chmod rewrites the mask of an ACL, so the ACL comes after it.
  if (now.uid !== to.uid || now.gid !== to.gid) {
    orRefuse(spot.path, 'chown', () => chownSync(itself(fd), to.uid, to.gid));
  }
  if (to.type !== 'link' && Number(statOf(fd).mode & 0o7777n) !== to.mode) {
    orRefuse(spot.path, 'chmod', () => chmodSync(itself(fd), to.mode));
  }
  await writeXattrs(fd, spot.path, await readXattrs(fd, spot.path), to.xattrs);
  if (to.mtime !== null && statOf(fd).mtimeNs.toString() !== to.mtime) {
    await writeMtime(fd, spot.path, to.mtime);
  }
  await putFlags(spot, fd, thawedFlags(now), to.flags);
  orRefuse(spot.path, 'fsync', () => {
    if (to.type === 'directory') syncDirectory(fd);
    else if (to.type === 'file') {
      using file = opened(itself(fd), constants.O_RDONLY | constants.O_NONBLOCK);
      fsyncSync(file.fd);
    } else syncDirectory(spot.directory);
  });
}

/** chattr(1) takes names only: the name must still be the open inode's. */
export async function putFlags(spot: Spot, fd: number, now: string, to: string): Promise<void> {
  if (now === to) return;
  using found = lookAt(spot);
  if (found === null || !isSameInode(statOf(found.fd), statOf(fd))) throw changedSince(spot);
  await writeFlags(spot.directory, spot.name, spot.path, now, to);
}
