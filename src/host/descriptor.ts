import { Buffer } from 'node:buffer';
import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
} from 'node:fs';
import { encodeHostText } from '../formats/host-text.ts';
import type { EntryType } from '../model/entry.ts';

/** Not in node:fs; the same number on x86-64 and arm64 (asm-generic/fcntl.h). */
const O_PATH = 0o10000000;

/** Opens a place without opening what is there: no permission asked, no FIFO waited for, no link followed. */
export const LOOK: number = O_PATH | constants.O_NOFOLLOW;
/** The root itself may be named through a link: `--root /mnt/current`. */
export const LOOK_ROOT: number = O_PATH | constants.O_DIRECTORY;
/** For reading a file that was looked at: never waits for a FIFO's writer. */
export const READ: number = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
export const CREATE: number =
  constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** The name below an open directory, for calls that have no *at form in Node. The kernel walks from the descriptor, not from the root. */
export function below(directory: number, name: string): Buffer {
  return Buffer.concat([Buffer.from(`/proc/self/fd/${directory}/`), encodeHostText(name)]);
}

/** The open file itself, whatever has become of its name. */
export function itself(descriptor: number): string {
  return `/proc/self/fd/${descriptor}`;
}

export function typeOf(stat: BigIntStats): EntryType {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return stat.isBlockDevice() ? 'block-device' : 'char-device';
}

export function statOf(descriptor: number): BigIntStats {
  return fstatSync(descriptor, { bigint: true });
}

/** The mount a descriptor is on (proc_pid_fdinfo(5)); `st_dev` cannot tell a bind mount from its source. */
export function mountOf(descriptor: number): string {
  const info = readFileSync(`/proc/self/fdinfo/${descriptor}`, 'latin1');
  const found = /^mnt_id:\s*(\d+)$/m.exec(info)?.[1];
  if (found === undefined) throw new Error('the kernel tells no mnt_id in fdinfo');
  return found;
}

/** A directory's own entries reach the disk only by an fsync of the directory; O_PATH descriptors refuse it. */
export function syncDirectory(directory: number): void {
  using reopened = opened(`${itself(directory)}/.`, constants.O_RDONLY | constants.O_DIRECTORY);
  fsyncSync(reopened.fd);
}

/** An open descriptor that closes itself at the end of its block: `using file = opened(…)`. */
export interface Opened extends Disposable {
  readonly fd: number;
}

export function opened(path: Buffer | string, flags: number, mode?: number): Opened {
  const fd = openSync(path, flags, mode);
  return { fd, [Symbol.dispose]: () => closeSync(fd) };
}
