import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { type Refusal, Refused } from '../model/refusal.ts';
import { errnoOf } from './system-error.ts';

/** A file that is open for writing; what was in it stays until then. */
export interface UserFileToWrite {
  /** Once: makes this its content and closes it. */
  write(content: string): void;
}

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
  open(path: string): UserFileToWrite {
    const fd = writing(path, () =>
      openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW, 0o600),
    );
    return {
      write(content) {
        writing(path, () => {
          try {
            // Devices and pipes have nothing to take away.
            if (fstatSync(fd).isFile()) ftruncateSync(fd);
            writeFileSync(fd, content);
          } finally {
            closeSync(fd);
          }
        });
      },
    };
  },
};

function writing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw refusedBy(path, 'write', error);
  }
}

function refusedBy(path: string, call: string, error: unknown): unknown {
  const errno = errnoOf(error);
  if (errno === null) return error;
  const refusal: Refusal = { code: 'io', args: { path, call, errno } };
  return new Refused(refusal, { cause: error });
}
