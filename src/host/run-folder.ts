import {
  constants,
  fdatasyncSync,
  fsyncSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
} from 'node:fs';
import type { Blobs } from '../model/blobs.ts';
import type { Hash } from '../model/entry.ts';
import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import { below, CREATE, itself, opened, READ, statOf } from './descriptor.ts';
import { hashContent } from './hash-content.ts';
import { errnoOf, orRefuse } from './system-error.ts';
import { writeAll } from './write-all.ts';

/** The files of one run. Everything is on disk when a call returns. */
export interface RunFolder {
  readonly id: RunId;
  readonly path: string;
  readonly blobs: Blobs;
  read(name: string): Uint8Array | null;
  /** Makes a file that must not be there yet. */
  create(name: string, content: Uint8Array): void;
  /** Overwrites a part of a file, which is there and long enough: needs no space on a full disk. */
  overwrite(name: string, offset: number, content: Uint8Array): void;
  /** Forgets the contents, for good. */
  dropBlobs(): void;
  /** For a run whose journal cannot be read: it is no longer looked at. */
  giveUp(): void;
  isGivenUp(): boolean;
}

const GIVEN_UP = 'given-up';

export function openRunFolder(path: string, id: RunId): RunFolder | null {
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const damaged = (why: string, cause?: unknown) =>
    new Refused({ code: 'journal-damaged', args: { run: id, record: 1, why } }, { cause });
  /** Null where there is nothing; what is neither there nor absent damages the run, and is no bug. */
  function orNull<T>(name: string, act: () => T): T | null {
    try {
      return act();
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === null) throw error;
      if (errno === 'ENOENT') return null;
      throw damaged(`${name} cannot be read: ${errno}`, error);
    }
  }
  const isThere = orNull('its folder', () => {
    opened(path, flags)[Symbol.dispose]();
    return true;
  });
  if (isThere === null) return null;

  function read(name: string): Uint8Array | null {
    return orNull(name, () => {
      using folder = opened(path, flags);
      using file = opened(below(folder.fd, name), READ);
      if (!statOf(file.fd).isFile()) throw damaged(`${name} is not a file`);
      return readFileSync(file.fd);
    });
  }
  function create(name: string, content: Uint8Array): void {
    orRefuse(`${path}/${name}`, 'write', () => {
      using folder = opened(path, flags);
      const part = `${name}.part`;
      try {
        using file = opened(below(folder.fd, part), CREATE, 0o600);
        writeAll(file.fd, content);
        fsyncSync(file.fd);
      } catch (error) {
        if (errnoOf(error) !== 'EEXIST') unlinkSync(below(folder.fd, part));
        throw error;
      }
      renameSync(below(folder.fd, part), below(folder.fd, name));
      using directory = opened(`${itself(folder.fd)}/${name.includes('/') ? 'blobs' : '.'}`, flags);
      fsyncSync(directory.fd);
    });
  }

  return {
    id,
    path,
    read,
    create,
    overwrite(name, offset, content) {
      orRefuse(`${path}/${name}`, 'write', () => {
        using folder = opened(path, flags);
        using file = opened(below(folder.fd, name), constants.O_WRONLY | constants.O_NOFOLLOW);
        writeAll(file.fd, content, offset);
        fdatasyncSync(file.fd);
      });
    },
    blobs: {
      get(hash: Hash) {
        const content = read(`blobs/${hash}`);
        // A blob that is not what its name says must never reach the host.
        if (content === null || hashContent(content) !== hash) {
          throw new Refused({ code: 'blob-damaged', args: { run: id, hash } });
        }
        return content;
      },
      put(content) {
        const hash = hashContent(content);
        if (read(`blobs/${hash}`) === null) create(`blobs/${hash}`, content);
        return hash;
      },
    },
    giveUp() {
      if (read(GIVEN_UP) === null) create(GIVEN_UP, new Uint8Array());
    },
    isGivenUp: () => read(GIVEN_UP) !== null,
    dropBlobs() {
      orRefuse(`${path}/blobs`, 'unlink', () => {
        using blobs = opened(`${path}/blobs`, flags);
        for (const name of readdirSync(itself(blobs.fd))) unlinkSync(below(blobs.fd, name));
        fsyncSync(blobs.fd);
      });
    },
  };
}
