import { constants, mkdirSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { writeMtime } from './attributes.ts';
import { below, itself, opened, READ, statOf, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { orRefuse } from './system-error.ts';
import { walk } from './walk.ts';

/** The directory for candidates and kept inodes, root's alone. Making it leaves no trace in its parent's time. */
export async function ensurePlace(root: Path, place: Path): Promise<void> {
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
