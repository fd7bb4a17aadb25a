import { constants } from 'node:fs';
import type { Path } from '../model/path.ts';
import { type Opened, opened } from './descriptor.ts';
import { holdLock } from './hold-lock.ts';

/** A lock on a directory that root alone can open: whoever can open one can lock it. */
export async function lockDirectory(path: Path): Promise<Opened> {
  return holdLock(opened(path, constants.O_RDONLY | constants.O_DIRECTORY), path);
}
