import { constants, mkdirSync } from 'node:fs';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { below, LOOK_ROOT, type Opened, opened, statOf } from './descriptor.ts';
import { holdLock } from './hold-lock.ts';
import { errnoOf, orRefuse } from './system-error.ts';

const LOCKS: Path = '/run/holdfast';

/**
 * The lock on a host, whatever its state directory: a file of root's alone, named after the inode of the host's
 * root directory. The root directory itself would not do: any user can open it, and lock us out for good. The
 * file is never removed, or two writers could hold two files of one name.
 */
export async function lockTarget(root: Path): Promise<Opened> {
  using target = opened(root, LOOK_ROOT);
  const { dev, ino } = statOf(target.fd);
  using locks = openLocks();
  const name = `${dev}-${ino}.lock`;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const file = orRefuse(`${LOCKS}/${name}`, 'open', () => opened(below(locks.fd, name), flags, 0o600));
  return holdLock(file, root);
}

function openLocks(): Opened {
  orRefuse(LOCKS, 'mkdir', () => {
    try {
      mkdirSync(LOCKS, 0o700);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  });
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const locks = orRefuse(LOCKS, 'open', () => opened(LOCKS, flags));
  const { uid, mode } = statOf(locks.fd);
  if (uid === 0n && (mode & 0o077n) === 0n) return locks;
  locks[Symbol.dispose]();
  const why = 'it is not a directory of root alone';
  throw new Refused({ code: 'unsafe-state-dir', args: { path: LOCKS, why } });
}
