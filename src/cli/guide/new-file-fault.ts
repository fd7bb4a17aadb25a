import { dirname, resolve } from 'node:path';
import { userFile } from '../../host/user-file.ts';

/**
 * Why a policy cannot be made at this path, null if it can. Asked before anything is changed: a directory is made
 * where only the last one is missing.
 */
export function newFileFault(path: string): 'is there already' | 'is in no directory' | null {
  const file = resolve(path);
  if (userFile.isDirectory(file) || userFile.read(file) !== null) return 'is there already';
  const above = dirname(file);
  return userFile.isDirectory(above) || userFile.isDirectory(dirname(above)) ? null : 'is in no directory';
}
