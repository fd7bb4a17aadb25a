import { createHash } from 'node:crypto';
import { type BigIntStats, lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { isLeftOut } from './is-left-out.ts';
import { leftOut } from './left-out.ts';
import { readAttributes } from './read-attributes.ts';
import { readFlags } from './read-flags.ts';

/**
 * All that a name in a directory stands for, as text by field: type, mode, uid, gid, size, mtime (ns since the
 * epoch), links, and where there are any content (SHA-256), target, device, flags, `xattr NAME` (in hex; ACLs and
 * capabilities are among them) and `linked with`, the first name of the same inode. Bytes are latin1.
 */
export type ManifestEntry = Readonly<Record<string, string>>;

/** Entries by path, `/` being the given root; each byte of a name is one char (latin1). */
export type Manifest = ReadonlyMap<string, ManifestEntry>;

/**
 * Everything of a root below one of its directories, itself too, except what is left out.
 * Needs getfattr, lsattr and to be root. 9,000 entries take 1 to 3 s.
 */
export function manifest(root: string, start = '/', without = leftOut()): Manifest {
  const paths = allPaths(root, start, without.paths);
  const stats = new Map(paths.map((path) => [path, lstatSync(below(root, path), { bigint: true })]));
  const attributes = readAttributes(root, paths);
  const flags = readFlags(
    root,
    paths.filter((path) => stats.get(path)?.isFile() || stats.get(path)?.isDirectory()),
  );
  const firstNames = new Map<string, string>();
  const entries = new Map<string, ManifestEntry>();
  for (const [path, stat] of stats) {
    const isHashed = !without.fields.some((what) => isOf(what, path, 'file', 'content'));
    const kept = [...(flags.get(path) ?? '')].filter((flag) => !without.flags.includes(flag)).join('');
    const entry: Record<string, string> = {
      ...fieldsOf(root, path, stat, isHashed),
      ...(kept === '' ? {} : { flags: kept }),
      ...attributes.get(path),
    };
    if (stat.nlink > 1n && !stat.isDirectory()) {
      const inode = `${stat.dev}:${stat.ino}`;
      if (!firstNames.has(inode)) firstNames.set(inode, path);
      entry['linked with'] = firstNames.get(inode) ?? path;
    }
    for (const field of Object.keys(entry)) {
      if (without.fields.some((what) => isOf(what, path, entry.type, field))) delete entry[field];
    }
    entries.set(path, entry);
  }
  return entries;
}

function isOf(what: string, path: string, type: string | undefined, field: string): boolean {
  const star = what.indexOf('* ');
  if (star < 0) return what === `${path} ${field}` || what === `${type} ${field}`;
  return path.startsWith(what.slice(0, star)) && field === what.slice(star + '* '.length);
}

/** Sorted by bytes. */
function allPaths(root: string, start: string, without: readonly string[]): string[] {
  const paths = [start];
  const open = [start === '/' ? '' : start];
  for (let directory = open.pop(); directory !== undefined; directory = open.pop()) {
    const read = readdirSync(below(root, directory), { encoding: 'buffer', withFileTypes: true });
    for (const found of read) {
      const path = `${directory}/${found.name.toString('latin1')}`;
      if (isLeftOut(without, path)) continue;
      paths.push(path);
      if (found.isDirectory()) open.push(path);
    }
  }
  return paths.sort();
}

function below(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(root), Buffer.from(path, 'latin1')]);
}

/** A log may have any size. */
function fieldsOf(root: string, path: string, stat: BigIntStats, isHashed: boolean): Record<string, string> {
  const fields: Record<string, string> = {
    type: typeOf(stat),
    mode: (stat.mode & 0o7777n).toString(8).padStart(4, '0'),
    uid: String(stat.uid),
    gid: String(stat.gid),
    size: String(stat.size),
    mtime: String(stat.mtimeNs),
    links: String(stat.nlink),
  };
  if (stat.isFile() && isHashed) {
    fields.content = createHash('sha256')
      .update(readFileSync(below(root, path)))
      .digest('hex');
  }
  if (stat.isSymbolicLink()) {
    fields.target = readlinkSync(below(root, path), { encoding: 'buffer' }).toString('latin1');
  }
  if (stat.isBlockDevice() || stat.isCharacterDevice()) fields.device = String(stat.rdev);
  return fields;
}

function typeOf(stat: BigIntStats): string {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'directory';
  if (stat.isSymbolicLink()) return 'link';
  if (stat.isFIFO()) return 'fifo';
  if (stat.isSocket()) return 'socket';
  return stat.isBlockDevice() ? 'block device' : 'char device';
}
