import { readFileSync, statfsSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import { parseMountinfo } from '../formats/mountinfo.ts';
import type { Entry } from '../model/entry.ts';
import type { Path } from '../model/path.ts';
import type { Refusal } from '../model/refusal.ts';
import { readFlags } from './attributes.ts';
import { itself, mountOf, statOf, typeOf } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { walk } from './walk.ts';

/** Directories, the journal, the candidate's own inode: what a change needs besides its content. */
const SLACK_BYTES = 256 * 1024;
const SLACK_INODES = 32;

/** What would keep a path from becoming `to`, without trying. Where directories are missing, the nearest that is there is asked. */
export async function obstaclesLocal(
  root: Path,
  path: Path,
  to: Entry | null,
  bytes: number,
): Promise<readonly Refusal[]> {
  const found: Refusal[] = [];
  for (let p = path; ; p = hostPath.parent(p)) {
    // The name itself is changed, so a link there is looked at and not followed.
    using spot = walk(root, p, p !== path);
    using open = spot === null ? null : lookAt(spot);
    if (spot === null || open === null) continue;
    const stat = statOf(open.fd);
    const type = typeOf(stat);
    if (p === path) {
      if (mountOf(open.fd) !== mountOf(spot.directory))
        found.push({ code: 'mount-point', args: { path: spot.path } });
      if (type === 'file' && stat.nlink > 1n) {
        found.push({ code: 'hard-linked', args: { path: spot.path, links: Number(stat.nlink) } });
      }
      if (to !== null && to.type !== type) {
        found.push({ code: 'wrong-type', args: { path: spot.path, wanted: to.type, found: type } });
      }
    } else if (type !== 'directory') {
      found.push({ code: 'wrong-type', args: { path: spot.path, wanted: 'directory', found: type } });
    }
    if (type === 'file' || type === 'directory')
      found.push(...frozen(spot.path, await readFlags(spot.directory, spot.name, spot.path)));
    if (p !== path || path === '/') {
      found.push(...fullOrReadOnly(open.fd, spot.path, bytes));
      return found;
    }
  }
}

function frozen(path: Path, flags: string): Refusal[] {
  const flag = flags.includes('i') ? 'i' : flags.includes('a') ? 'a' : null;
  return flag === null ? [] : [{ code: 'immutable', args: { path, flag } }];
}

function fullOrReadOnly(directory: number, path: Path, bytes: number): Refusal[] {
  const mount = parseMountinfo(readFileSync('/proc/self/mountinfo', 'latin1')).find(
    (candidate) => String(candidate.id) === mountOf(directory),
  );
  if (mount !== undefined && [...mount.options, ...mount.superOptions].includes('ro')) {
    return [{ code: 'read-only-file-system', args: { path } }];
  }
  const space = statfsSync(itself(directory));
  const free = space.bavail * space.bsize;
  // Twice: the candidate and, where the kept inode cannot be used, the content put back from its blob.
  const needed = 2 * bytes + SLACK_BYTES;
  const inodesGone = space.files > 0 && space.ffree < SLACK_INODES;
  return free < needed || inodesGone
    ? [{ code: 'no-space', args: { path, needed, free: inodesGone ? 0 : free } }]
    : [];
}
