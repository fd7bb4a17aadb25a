import type { Buffer } from 'node:buffer';
import { constants, fstatSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';
import { decodeHostText } from '../formats/host-text.ts';
import type { Entry, Status } from '../model/entry.ts';
import type { Name, Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { readFlags, readXattrs } from './attributes.ts';
import { byBytes } from './by-bytes.ts';
import { below, itself, LOOK, type Opened, opened, statOf, typeOf } from './descriptor.ts';
import { hashContent } from './hash-content.ts';
import { refuseIfTooLarge } from './refuse-if-too-large.ts';
import { errnoOf } from './system-error.ts';
import { type Spot, walk } from './walk.ts';

export function resolveLocal(root: Path, path: Path): Path | null {
  using spot = walk(root, path, true);
  if (spot === null) return null;
  using found = lookAt(spot);
  return found === null ? null : spot.path;
}

export function statusLocal(root: Path, path: Path): Status | null {
  using spot = walk(root, path, false);
  if (spot === null) return null;
  using found = lookAt(spot);
  return found === null ? null : statusOfOpen(found.fd);
}

export function listLocal(root: Path, path: Path): readonly Name[] | null {
  using spot = walk(root, path, true);
  if (spot === null) return null;
  using found = lookAt(spot);
  if (found === null || typeOf(statOf(found.fd)) !== 'directory') return null;
  const names = reading(path, () => readdirSync(`${itself(found.fd)}/.`, { encoding: 'buffer' }));
  return names.map((name: Buffer) => decodeHostText(name)).sort(byBytes);
}

export function readLocal(root: Path, path: Path): Uint8Array | null {
  using spot = walk(root, path, true);
  if (spot === null) return null;
  using found = lookAt(spot);
  return found === null ? null : contentOf(found.fd, path);
}

export async function entryLocal(root: Path, path: Path): Promise<Entry | null> {
  using spot = walk(root, path, false);
  using found = spot === null ? null : lookAt(spot);
  return spot === null || found === null ? null : await entryOf(spot, found.fd);
}

/** All of the state of what was opened at a spot, read through that descriptor: content and metadata are of the same inode. */
export async function entryOf(spot: Spot, fd: number): Promise<Entry> {
  const { type, mode, uid, gid, mtime } = statusOfOpen(fd);
  const hasFlags = type === 'file' || type === 'directory';
  // Each starts a process, and that is what an entry costs.
  const read = [
    readXattrs(fd, spot.path),
    hasFlags ? readFlags(spot.directory, spot.name, spot.path) : '',
  ] as const;
  // One that is refused may leave the other reading: the descriptors must stay open for that.
  await Promise.allSettled(read);
  const [xattrs, flags] = await Promise.all(read);
  const common = { mode, uid, gid, mtime, xattrs };
  if (type === 'link') {
    const target = decodeHostText(readlinkSync(below(spot.directory, spot.name), { encoding: 'buffer' }));
    return { type, target, ...common, flags };
  }
  if (type !== 'file') return { type, ...common, flags };
  const content = contentOf(fd, spot.path);
  return { type, content: hashContent(content), size: content.length, ...common, flags };
}

export function lookAt(spot: Spot): Opened | null {
  try {
    return opened(below(spot.directory, spot.name), LOOK);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENAMETOOLONG') return null;
    if (errno === 'EACCES' || errno === 'EPERM')
      throw new Refused({ code: 'not-root', args: { path: spot.path } });
    if (errno === null) throw error;
    throw new Refused({ code: 'unreadable', args: { path: spot.path, why: errno } }, { cause: error });
  }
}

function statusOfOpen(descriptor: number): Status {
  const stat = statOf(descriptor);
  return {
    type: typeOf(stat),
    mode: Number(stat.mode & 0o7777n),
    uid: Number(stat.uid),
    gid: Number(stat.gid),
    size: Number(stat.size),
    mtime: stat.mtimeNs.toString(),
    links: Number(stat.nlink),
    device: stat.dev.toString(),
  };
}

/** Reads the very inode that was looked at, by reopening its descriptor. */
function contentOf(looked: number, path: Path): Uint8Array {
  const stat = statOf(looked);
  if (typeOf(stat) !== 'file') {
    throw new Refused({ code: 'wrong-type', args: { path, wanted: 'file', found: typeOf(stat) } });
  }
  refuseIfTooLarge(path, Number(stat.size));
  return reading(path, () => {
    using file = opened(itself(looked), constants.O_RDONLY | constants.O_NONBLOCK);
    const size = fstatSync(file.fd).size;
    // Files of the kernel say 0 and are read to their end; others in one call.
    if (size === 0) return readFileSync(file.fd);
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      const got = readSync(file.fd, bytes, filled, size - filled, null);
      if (got === 0) break;
      filled += got;
    }
    return filled === size ? bytes : bytes.subarray(0, filled);
  });
}

function reading<T>(path: Path, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === null) throw error;
    if (errno === 'EACCES' || errno === 'EPERM') throw new Refused({ code: 'not-root', args: { path } });
    throw new Refused({ code: 'unreadable', args: { path, why: errno } }, { cause: error });
  }
}
