import type { BigIntStats } from 'node:fs';
import type { Entry, EntryType } from '../model/entry.ts';
import { Refused } from '../model/refusal.ts';
import { statOf, typeOf } from './descriptor.ts';
import { entryOf, lookAt } from './local-read.ts';
import type { Spot } from './walk.ts';

/** What stood at a name when we read it. The descriptor stays open, so that no other inode gets its number. */
export interface Seen {
  readonly fd: number;
  /** From before the reading: whatever was changed during it shows as well. */
  readonly stat: BigIntStats;
  readonly type: EntryType;
  /** All of it. Read when it is first asked for, which starts processes: who only takes its name away asks nothing. */
  entry(): Promise<Entry>;
}

/** Looks at what was opened at a spot. */
export function see(spot: Spot, fd: number): Seen {
  const stat = statOf(fd);
  let entry: Promise<Entry> | null = null;
  return {
    fd,
    stat,
    type: typeOf(stat),
    entry() {
      entry ??= entryOf(spot, fd);
      return entry;
    },
  };
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
