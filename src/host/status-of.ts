import type { Entry, Status } from '../model/entry.ts';

/** The part of an entry that lstat(2) would tell. Hosts in memory have one device and no hard links. */
export function statusOf(entry: Entry): Status {
  const { type, mode, uid, gid, mtime } = entry;
  return { type, mode, uid, gid, mtime, size: entry.type === 'file' ? entry.size : 0, links: 1, device: '0' };
}
