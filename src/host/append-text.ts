import { constants, fsyncSync, ftruncateSync, mkdirSync, unlinkSync, writeSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { below, opened, statOf, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { orRefuse } from './system-error.ts';
import { type Spot, walk } from './walk.ts';

const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;

/**
 * Adds to a file at `path`, links not followed, or makes it, and its directory, for all to read. On disk on return:
 * all of it, or none. `size` is what the file must have by now (0 where there is none): what somebody else has
 * written since is refused as `changed-since`.
 */
export function appendText(root: Path, path: Path, text: string, size: number): void {
  using spot = spotIn(root, path);
  const isNew = isAbsent(spot);
  using file = orRefuse(path, 'open', () => opened(below(spot.directory, spot.name), APPEND, 0o644));
  const found = statOf(file.fd);
  if (!found.isFile() || found.size !== BigInt(size)) {
    throw new Refused({ code: 'changed-since', args: { kind: 'entry', key: path } });
  }
  try {
    writeAtOnce(file.fd, path, encodeHostText(text));
    orRefuse(path, 'fsync', () => fsyncSync(file.fd));
  } catch (error) {
    orRefuse(path, 'write', () =>
      isNew ? unlinkSync(below(spot.directory, spot.name)) : ftruncateSync(file.fd, size),
    );
    throw error;
  }
  orRefuse(path, 'fsync', () => syncDirectory(spot.directory));
}

function isAbsent(spot: Spot): boolean {
  using found = lookAt(spot);
  return found === null;
}

/** In one call, so that whoever is killed leaves all or nothing; a short write is a full disk. */
function writeAtOnce(descriptor: number, path: Path, bytes: Uint8Array): void {
  const written = orRefuse(path, 'write', () => writeSync(descriptor, bytes));
  if (written === bytes.length) return;
  throw new Refused({ code: 'io', args: { path, call: 'write', errno: 'ENOSPC' } });
}

function spotIn(root: Path, path: Path): Spot {
  const found = walk(root, path, false);
  if (found !== null) return found;
  const directory = hostPath.parent(path);
  using above = walk(root, directory, true);
  if (above === null) throw new Refused({ code: 'parent-missing', args: { path: directory } });
  orRefuse(directory, 'mkdir', () => mkdirSync(below(above.directory, above.name), 0o755));
  orRefuse(directory, 'fsync', () => syncDirectory(above.directory));
  const made = walk(root, path, false);
  if (made === null) throw new Refused({ code: 'changed-since', args: { kind: 'entry', key: directory } });
  return made;
}
