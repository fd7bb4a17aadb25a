import { constants } from 'node:fs';
import type { Path } from '../model/path.ts';
import { type Opened, opened } from './descriptor.ts';
import { holdLock, type LockWait } from './hold-lock.ts';

/** A lock on a directory that root alone can open: whoever can open one can lock it. */
export async function lockDirectory(path: Path, wait: LockWait): Promise<Opened> {
  return holdLock(opened(path, constants.O_RDONLY | constants.O_DIRECTORY), path, wait);
}
