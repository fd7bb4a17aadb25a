import { constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type Refusal, Refused } from '../model/refusal.ts';
import { opened } from './descriptor.ts';
import { errnoOf } from './system-error.ts';

/** What the caller named on the command line, read and written as the caller would. Never a part of the host. */
export const userFile = {
  /** Null where there is none. */
  read(path: string): Uint8Array | null {
    try {
      return readFileSync(path);
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return null;
      throw refusedBy(path, 'read', error);
    }
  },
  isDirectory(path: string): boolean {
    try {
      return statSync(path).isDirectory();
    } catch (error) {
      if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP', 'ENAMETOOLONG'].includes(errnoOf(error) ?? ''))
        return false;
      throw error;
    }
  },
  /** Reports name what is wrong with a host: they are for the caller's eyes. */
  write(path: string, content: string): void {
    try {
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
      using file = opened(path, flags, 0o600);
      writeFileSync(file.fd, content);
    } catch (error) {
      throw refusedBy(path, 'write', error);
    }
  },
};

function refusedBy(path: string, call: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === null) return error;
  const refusal: Refusal = { code: 'io', args: { path, call, errno } };
  return new Refused(refusal, { cause: error });
}
