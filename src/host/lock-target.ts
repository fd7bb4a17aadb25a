import { constants, mkdirSync, unlinkSync } from 'node:fs';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { LOOK_ROOT, type Opened, opened, statOf } from './descriptor.ts';
import { holdLock, type LockWait } from './hold-lock.ts';
import { errnoOf, orRefuse } from './system-error.ts';

const LOCKS: Path = '/run/holdfast';

/**
 * The lock on a host, whatever its state directory: a file of root's alone, named after the inode of the host's
 * root directory. The root directory itself would not do: any user can open it, and lock us out for good. The
 * file goes with the lock; who got hold of one that has lost its name meanwhile takes the next, in what is left of the wait.
 */
export async function lockTarget(root: Path, wait: LockWait): Promise<Disposable> {
  using target = opened(root, LOOK_ROOT);
  const { dev, ino } = statOf(target.fd);
  const path: Path = `${LOCKS}/${dev}-${ino}.lock`;
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const deadline = performance.now() + wait.withinMs;
  refuseUnsafeLocks();
  for (;;) {
    const file = await holdLock(
      orRefuse(path, 'open', () => opened(path, flags, 0o600)),
      root,
      { ...wait, withinMs: deadline - performance.now() },
    );
    if (statOf(file.fd).nlink > 0n) return { [Symbol.dispose]: () => release(file, path) };
    file[Symbol.dispose]();
  }
}

/**
 * The name goes first, while nobody else can hold the lock: it is surely ours. A name that cannot go locks nobody
 * out, and must not stand in the way of what the command has to say.
 */
function release(file: Opened, path: Path): void {
  using _held = file;
  try {
    unlinkSync(path);
  } catch (error) {
    if (errnoOf(error) === null) throw error;
  }
}

/** The directory, once made, is root's alone, and so are the names in it. */
function refuseUnsafeLocks(): void {
  orRefuse(LOCKS, 'mkdir', () => {
    try {
      mkdirSync(LOCKS, 0o700);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
  });
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  using locks = orRefuse(LOCKS, 'open', () => opened(LOCKS, flags));
  const { uid, mode } = statOf(locks.fd);
  if (uid === 0n && (mode & 0o077n) === 0n) return;
  const why = 'it is not a directory of root alone';
  throw new Refused({ code: 'unsafe-state-dir', args: { path: LOCKS, why } });
}
