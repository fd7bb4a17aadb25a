import type { BigIntStats } from 'node:fs';
import type { Entry } from '../model/entry.ts';
import { Refused } from '../model/refusal.ts';
import { statOf } from './descriptor.ts';
import { entryOf, lookAt } from './local-read.ts';
import type { Spot } from './walk.ts';

/** What stood at a name when we read it. The descriptor stays open, so that no other inode gets its number. */
export interface Seen {
  readonly fd: number;
  /** From before the reading: whatever was changed during it shows as well. */
  readonly stat: BigIntStats;
  readonly entry: Entry;
}

/** Reads what was opened at a spot. */
export async function see(spot: Spot, fd: number): Promise<Seen> {
  const stat = statOf(fd);
  return { fd, stat, entry: await entryOf(spot, fd) };
}

export function isSameInode(a: BigIntStats, b: BigIntStats): boolean {
  return a.dev === b.dev && a.ino === b.ino;
}

/** False where something else stands at the name by now, or the same inode was written to or its metadata changed. */
export function isUnchanged(spot: Spot, { stat: before }: Seen): boolean {
  using found = lookAt(spot);
  if (found === null) return false;
  const stat = statOf(found.fd);
  if (!isSameInode(stat, before)) return false;
  // A directory's times move with the names in it, which come and go by other hands.
  if (stat.isDirectory())
    return stat.mode === before.mode && stat.uid === before.uid && stat.gid === before.gid;
  return stat.mtimeNs === before.mtimeNs && stat.ctimeNs === before.ctimeNs;
}

export function refuseIfChanged(spot: Spot, seen: Seen): void {
  if (!isUnchanged(spot, seen)) throw changedSince(spot);
}

export function changedSince(spot: Spot): Refused {
  return new Refused({ code: 'changed-since', args: { kind: 'entry', key: spot.path } });
}
