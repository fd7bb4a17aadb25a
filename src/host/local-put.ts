import { readdirSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import type { Entry } from '../model/entry.ts';
import type { Kept } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { buildCandidate } from './build-candidate.ts';
import { below, syncDirectory } from './descriptor.ts';
import { ensurePlace } from './ensure-place.ts';
import { giveName, removeName } from './give-name.ts';
import { linkAway, moveAway } from './keep-inode.ts';
import { lookAt } from './local-read.ts';
import { putFlags, putMetadata, thawedFlags } from './put-metadata.ts';
import { sameEntry } from './same-entry.ts';
import { refuseIfChanged, type Seen, see } from './seen.ts';
import { orRefuse } from './system-error.ts';
import { takeBack } from './take-back.ts';
import { type Spot, walk } from './walk.ts';

const CANDIDATE = 'candidate';

/**
 * Puts an entry in place: old or new at every instant, on disk on return. What somebody changes between our
 * reading and our writing is refused (`changed-since`) and stays.
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
  using found = lookAt(spot);
  const now = found === null ? null : see(spot, found.fd);
  if (kept.from !== undefined && !sameEntry((await now?.entry()) ?? null, kept.from)) {
    throw new Refused({ code: 'changed-since', args: { kind: 'entry', key: path } });
  }
  if (kept.restore !== undefined) {
    if (kept.save !== undefined) await ensurePlace(root, place);
    if (await takeBack(root, spot, now, kept.restore, kept.save, to)) return;
  }
  if (now?.type === 'directory' && to?.type !== 'directory') refuseIfFull(spot);
  if (to === null) {
    if (now !== null) await remove(root, place, spot, now, kept.save);
    return;
  }
  const entry = (await now?.entry()) ?? null;
  if (sameEntry(entry, to)) return;
  if (now !== null && entry !== null && isSameThing(entry, to)) {
    refuseIfChanged(spot, now);
    await putMetadata(spot, now.fd, entry, to);
  } else await swap(root, place, spot, now, to, content, kept.save);
}

/** rmdir(2) would say so by itself; a directory that is kept is renamed, and would take along all that is in it. */
function refuseIfFull(spot: Spot): void {
  if (readdirSync(below(spot.directory, spot.name)).length === 0) return;
  throw new Refused({ code: 'io', args: { path: spot.path, call: 'rmdir', errno: 'ENOTEMPTY' } });
}

/** The same content under other metadata is changed in place: open files and hard links stay what they are. */
function isSameThing(now: Entry, to: Entry): boolean {
  if (now.type !== to.type) return false;
  if (now.type === 'file' && to.type === 'file') return now.content === to.content;
  if (now.type === 'link' && to.type === 'link') return now.target === to.target;
  return true;
}

async function swap(
  root: Path,
  place: Path,
  spot: Spot,
  now: Seen | null,
  to: Entry,
  content: Uint8Array | null,
  save: Path | undefined,
): Promise<void> {
  await ensurePlace(root, place);
  const candidatePath = hostPath.join(place, CANDIDATE);
  using candidate = walk(root, candidatePath, false);
  if (candidate === null) throw new Refused({ code: 'parent-missing', args: { path: candidatePath } });
  using made = await buildCandidate(candidate, to, content);
  const old = now === null || save === undefined ? now : await keep(root, spot, now, save);
  giveName(candidate, spot, to.type === 'directory', old);
  await putFlags(spot, made.fd, thawedFlags(to), to.flags);
}

/** Keeps what was seen. Null where its name is free by that. */
async function keep(root: Path, spot: Spot, now: Seen, save: Path): Promise<Seen | null> {
  if (now.type !== 'directory') return linkAway(root, spot, now, save);
  moveAway(root, spot, now, save);
  return null;
}

async function remove(root: Path, place: Path, spot: Spot, now: Seen, save: Path | undefined): Promise<void> {
  if (save !== undefined) await ensurePlace(root, place);
  const old = save === undefined ? now : await keep(root, spot, now, save);
  if (old === null) return;
  removeName(spot, old);
  orRefuse(spot.path, 'fsync', () => syncDirectory(spot.directory));
}
