import { closeSync, openSync, readlinkSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import { decodeHostText } from '../formats/host-text.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { below, LOOK, LOOK_ROOT, statOf, typeOf } from './descriptor.ts';
import { errnoOf } from './system-error.ts';

/** Where a name is: its directory, held open until disposed of, and its place in words. */
export interface Spot extends Disposable {
  readonly directory: number;
  readonly name: string;
  /** With every link on the way followed. */
  readonly path: Path;
}

/** path_resolution(7) */
const MOST_LINKS = 40;

/**
 * Walks from the root directory to a name, one component at a time, each opened from the descriptor of the
 * one before (as openat2(2) with RESOLVE_IN_ROOT would): whoever swaps a directory for a link meanwhile
 * leads nobody astray, an absolute link starts again at this root and `..` ends there.
 *
 * Null where a directory on the way is missing, or the path holds a NUL.
 */
export function walk(root: Path, path: Path, followLast: boolean): Spot | null {
  // No name holds a NUL, and Node would take it for a mistake of ours.
  if (path.includes('\0')) return null;
  const waiting = hostPath.components(path);
  const open = [openSync(root, LOOK_ROOT)];
  const names: string[] = [];
  let links = 0;
  const close = () => {
    for (const descriptor of open.splice(0)) closeSync(descriptor);
  };
  const spot = (name: string, at: Path): Spot => ({
    directory: open.at(-1) ?? -1,
    name,
    path: at,
    [Symbol.dispose]: close,
  });
  try {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      if (name === '.') continue;
      if (name === '..') {
        if (names.pop() !== undefined) closeSync(open.pop() ?? -1);
        continue;
      }
      const directory = open.at(-1) ?? -1;
      const last = waiting.length === 0;
      const found = openOrNull(directory, name, path);
      if (found !== null && statOf(found).isSymbolicLink() && (followLast || !last)) {
        closeSync(found);
        if (++links > MOST_LINKS) throw new Refused({ code: 'link-loop', args: { path } });
        const target = decodeHostText(readlinkSync(below(directory, name), { encoding: 'buffer' }));
        if (target.startsWith('/')) {
          for (const descriptor of open.splice(1)) closeSync(descriptor);
          names.length = 0;
        }
        waiting.unshift(...target.split('/').filter((part) => part !== ''));
        continue;
      }
      if (last) {
        if (found !== null) closeSync(found);
        return spot(name, `/${[...names, name].join('/')}`);
      }
      if (found !== null) open.push(found);
      if (found === null || typeOf(statOf(found)) !== 'directory') {
        close();
        return null;
      }
      names.push(name);
    }
    // The path ended at a directory that is held open: the root itself, or after `..` or a link to one.
    return spot('.', `/${names.join('/')}`);
  } catch (error) {
    close();
    throw error;
  }
}

function openOrNull(directory: number, name: string, path: Path): number | null {
  try {
    return openSync(below(directory, name), LOOK);
  } catch (error) {
    const errno = errnoOf(error);
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return null;
    if (errno === 'EACCES' || errno === 'EPERM') throw new Refused({ code: 'not-root', args: { path } });
    if (errno === 'ENAMETOOLONG') return null;
    if (errno === null) throw error;
    throw new Refused({ code: 'unreadable', args: { path, why: errno } }, { cause: error });
  }
}
