import {
  chmodSync,
  chownSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lchownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { encodeHostText } from '../formats/host-text.ts';
import type { Entry } from '../model/entry.ts';
import type { Kept } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { readXattrs, writeFlags, writeMtime, writeXattrs } from './attributes.ts';
import { below, CREATE, itself, LOOK, opened, READ, statOf, syncDirectory } from './descriptor.ts';
import { hostPath } from './host-path.ts';
import { entryAt, lookAt } from './local-read.ts';
import { sameEntry } from './same-entry.ts';
import { orRefuse } from './system-error.ts';
import { type Spot, walk } from './walk.ts';

/** What stays between a candidate and the name it will take until the rename: these flags forbid renaming. */
const FROZEN = /[ai]/g;
const CANDIDATE = 'candidate';

/**
 * Puts an entry in place: old or new at every instant, on disk on return.
 *
 * New content: candidate beside the kept inodes, on the same mount, complete with all metadata and fsynced
 * and read back; then a second name for the old inode; then the rename; then fsync of the directory. Rename
 * before fsync and a power loss leaves an empty file; the second name after the rename and there is no way back.
 */
export async function putLocal(
  root: Path,
  place: Path,
  path: Path,
  to: Entry | null,
  content: Uint8Array | null,
  kept: Kept,
): Promise<void> {
  using spot = walk(root, path, false);
  if (spot === null) {
    if (to === null) return;
    throw new Refused({ code: 'parent-missing', args: { path } });
  }
  if (kept.restore !== undefined && (await takeBack(root, place, spot, kept.restore, kept.save, to))) return;
  const now = await entryAt(spot);
  if (sameEntry(now, to)) return;
  if (now?.type === 'directory' && to?.type !== 'directory') refuseIfFull(spot);
  if (to === null) {
    if (kept.save !== undefined) await ensurePlace(root, place);
    remove(root, spot, kept.save);
  } else if (now !== null && sameThing(now, to)) await putMetadata(spot, now, to);
  else await swap(root, place, spot, now, to, content, kept.save);
}

/** rmdir(2) would say so by itself; a directory that is kept is renamed, and would take along all that is in it. */
function refuseIfFull(spot: Spot): void {
  if (readdirSync(below(spot.directory, spot.name)).length === 0) return;
  throw new Refused({ code: 'io', args: { path: spot.path, call: 'rmdir', errno: 'ENOTEMPTY' } });
}

/** The same content under other metadata is changed in place: open files and hard links stay what they are. */
function sameThing(now: Entry, to: Entry): boolean {
  if (now.type !== to.type) return false;
  if (now.type === 'file' && to.type === 'file') return now.content === to.content;
  if (now.type === 'link' && to.type === 'link') return now.target === to.target;
  return true;
}

async function putMetadata(spot: Spot, now: Entry, to: Entry): Promise<void> {
  using found = opened(below(spot.directory, spot.name), LOOK);
  const thawed = now.flags.replace(FROZEN, '');
  await writeFlags(spot.directory, spot.name, spot.path, now.flags, thawed);
  // chown clears setuid bits and file capabilities, so it comes first; chmod rewrites the mask of an ACL, so the ACL comes after it.
  if (now.uid !== to.uid || now.gid !== to.gid) {
    if (to.type === 'link')
      orRefuse(spot.path, 'lchown', () => lchownSync(below(spot.directory, spot.name), to.uid, to.gid));
    else orRefuse(spot.path, 'chown', () => chownSync(itself(found.fd), to.uid, to.gid));
  }
  if (to.type !== 'link' && Number(statOf(found.fd).mode & 0o7777n) !== to.mode) {
    orRefuse(spot.path, 'chmod', () => chmodSync(itself(found.fd), to.mode));
  }
  await writeXattrs(found.fd, spot.path, await readXattrs(found.fd, spot.path), to.xattrs);
  if (to.mtime !== null && statOf(found.fd).mtimeNs.toString() !== to.mtime) {
    await writeMtime(found.fd, spot.path, to.mtime);
  }
  await writeFlags(spot.directory, spot.name, spot.path, thawed, to.flags);
  if (to.type === 'directory') {
    orRefuse(spot.path, 'fsync', () => syncDirectory(found.fd));
  } else if (to.type === 'file') {
    orRefuse(spot.path, 'fsync', () => {
      using file = opened(itself(found.fd), constants.O_RDONLY | constants.O_NONBLOCK);
      fsyncSync(file.fd);
    });
  } else {
    orRefuse(spot.path, 'fsync', () => syncDirectory(spot.directory));
  }
}

async function swap(
  root: Path,
  place: Path,
  spot: Spot,
  now: Entry | null,
  to: Entry,
  content: Uint8Array | null,
  save: Path | undefined,
): Promise<void> {
  await ensurePlace(root, place);
  const candidatePath = hostPath.join(place, CANDIDATE);
  using candidate = walk(root, candidatePath, false);
  if (candidate === null) throw new Refused({ code: 'parent-missing', args: { path: candidatePath } });
  await removeLeftover(candidate);
  await build(candidate, to, content);
  if (now !== null && save !== undefined) {
    if (now.type === 'directory') moveAway(root, spot, save);
    else linkAway(root, spot, save);
  } else if (now?.type === 'directory') {
    orRefuse(spot.path, 'rmdir', () => rmdirSync(below(spot.directory, spot.name)));
  }
  // rename(2) puts a directory only onto a directory; its way back is the second name just made.
  if (to.type === 'directory' && now !== null) {
    orRefuse(spot.path, 'unlink', () => unlinkSync(below(spot.directory, spot.name)));
  }
  orRefuse(spot.path, 'rename', () =>
    renameSync(below(candidate.directory, candidate.name), below(spot.directory, spot.name)),
  );
  orRefuse(spot.path, 'fsync', () => syncDirectory(spot.directory));
  orRefuse(candidatePath, 'fsync', () => syncDirectory(candidate.directory));
  if (to.flags !== '')
    await writeFlags(spot.directory, spot.name, spot.path, to.flags.replace(FROZEN, ''), to.flags);
}

/** Makes the candidate whole and reads it back: what is renamed into place has been seen on this disk. */
async function build(candidate: Spot, to: Entry, content: Uint8Array | null): Promise<void> {
  const name = below(candidate.directory, candidate.name);
  if (to.type === 'link') {
    orRefuse(candidate.path, 'symlink', () => symlinkSync(encodeHostText(to.target) as Buffer, name));
    if (to.uid !== 0 || to.gid !== 0)
      orRefuse(candidate.path, 'lchown', () => lchownSync(name, to.uid, to.gid));
  } else if (to.type === 'directory') {
    orRefuse(candidate.path, 'mkdir', () => mkdirSync(name, 0o700));
  } else if (to.type === 'file') {
    orRefuse(candidate.path, 'write', () => {
      using file = opened(name, CREATE, 0o600);
      writeAll(file.fd, content ?? new Uint8Array());
      fchownSync(file.fd, to.uid, to.gid);
      fchmodSync(file.fd, to.mode);
      fsyncSync(file.fd);
    });
  } else {
    throw new Refused({ code: 'wrong-type', args: { path: candidate.path, wanted: 'file', found: to.type } });
  }
  const unfrozen = { ...to, flags: to.flags.replace(FROZEN, '') };
  const made = await entryAt(candidate);
  if (made !== null && !sameEntry(made, unfrozen)) await putMetadata(candidate, made, unfrozen);
  if (!sameEntry(await entryAt(candidate), unfrozen)) {
    throw new Refused({ code: 'not-as-planned', args: { kind: 'entry', key: candidate.path } });
  }
}

/** write(2) may write less than it was given, also without an error: on a nearly full disk it does. */
export function writeAll(descriptor: number, content: Uint8Array, position: number | null = null): void {
  let written = 0;
  while (written < content.length) {
    const at = position === null ? null : position + written;
    written += writeSync(descriptor, content, written, content.length - written, at);
  }
}

/** Gives the old inode a second name, which holds all of it: content, owner, ACL, attributes, times. Needs no space. */
function linkAway(root: Path, spot: Spot, save: Path): void {
  using saved = walk(root, save, false);
  if (saved === null) throw new Refused({ code: 'parent-missing', args: { path: save } });
  orRefuse(save, 'link', () => {
    linkSync(below(spot.directory, spot.name), below(saved.directory, saved.name));
    syncDirectory(saved.directory);
  });
}

function moveAway(root: Path, spot: Spot, save: Path): void {
  using saved = walk(root, save, false);
  if (saved === null) throw new Refused({ code: 'parent-missing', args: { path: save } });
  orRefuse(spot.path, 'rename', () => {
    renameSync(below(spot.directory, spot.name), below(saved.directory, saved.name));
    syncDirectory(saved.directory);
    syncDirectory(spot.directory);
  });
}

function remove(root: Path, spot: Spot, save: Path | undefined): void {
  if (save !== undefined) {
    moveAway(root, spot, save);
    return;
  }
  orRefuse(spot.path, 'unlink', () => {
    using found = opened(below(spot.directory, spot.name), LOOK);
    if (statOf(found.fd).isDirectory()) rmdirSync(below(spot.directory, spot.name));
    else unlinkSync(below(spot.directory, spot.name));
    syncDirectory(spot.directory);
  });
}

/**
 * Renames the kept inode back, if it still is what it was: whoever had the file open for writing may have
 * changed it since. False means that the entry has to be built anew from its blob.
 */
async function takeBack(
  root: Path,
  place: Path,
  spot: Spot,
  from: Path,
  save: Path | undefined,
  to: Entry | null,
): Promise<boolean> {
  using kept = walk(root, from, false);
  if (kept === null) return false;
  using keptOpen = lookAt(kept);
  if (keptOpen === null || !sameEntry(await entryAt(kept), to)) return false;
  using target = lookAt(spot);
  const names = [below(kept.directory, kept.name), below(spot.directory, spot.name)] as const;
  const [keptStat, targetStat] = [statOf(keptOpen.fd), target === null ? null : statOf(target.fd)];
  // What goes is kept, too: taking it back may have to be taken back.
  if (save !== undefined && targetStat?.isDirectory() === false && targetStat.ino !== keptStat.ino) {
    await ensurePlace(root, place);
    linkAway(root, spot, save);
  }
  orRefuse(spot.path, 'rename', () => {
    // Renaming one name of an inode onto another name of it does nothing and says so to nobody (rename(2)).
    if (targetStat?.ino === keptStat.ino && targetStat.dev === keptStat.dev) {
      unlinkSync(names[0]);
    } else {
      if (targetStat?.isDirectory() === true && !keptStat.isDirectory()) rmdirSync(names[1]);
      else if (targetStat?.isDirectory() === false && keptStat.isDirectory()) unlinkSync(names[1]);
      renameSync(...names);
    }
    syncDirectory(spot.directory);
    syncDirectory(kept.directory);
  });
  return true;
}

/** The directory for candidates and kept inodes, root's alone. Making it leaves no trace in its parent's time. */
async function ensurePlace(root: Path, place: Path): Promise<void> {
  using spot = walk(root, place, false);
  if (spot === null) throw new Refused({ code: 'parent-missing', args: { path: place } });
  using found = lookAt(spot);
  if (found === null) {
    using parent = opened(itself(spot.directory), READ & ~constants.O_NOFOLLOW);
    const before = statOf(parent.fd).mtimeNs.toString();
    orRefuse(place, 'mkdir', () => mkdirSync(below(spot.directory, spot.name), 0o700));
    await writeMtime(parent.fd, hostPath.parent(place), before);
    orRefuse(place, 'fsync', () => syncDirectory(spot.directory));
    return;
  }
  const stat = statOf(found.fd);
  if (!stat.isDirectory() || stat.uid !== 0n || (stat.mode & 0o077n) !== 0n) {
    throw new Refused({
      code: 'unsafe-state-dir',
      args: { path: place, why: 'it is not a directory of root alone' },
    });
  }
}

async function removeLeftover(candidate: Spot): Promise<void> {
  const left = await entryAt(candidate);
  if (left === null) return;
  await writeFlags(
    candidate.directory,
    candidate.name,
    candidate.path,
    left.flags,
    left.flags.replace(FROZEN, ''),
  );
  const name = below(candidate.directory, candidate.name);
  orRefuse(candidate.path, 'unlink', () => (left.type === 'directory' ? rmdirSync(name) : unlinkSync(name)));
}
