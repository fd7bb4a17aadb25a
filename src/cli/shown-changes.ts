import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { Shown } from '../model/kind.ts';

/** What each change looks like, by its number: the report has no contents of its own to look at. */
export function shownChanges(changes: readonly Change[], blobs: Blobs): ReadonlyMap<number, Shown> {
  return new Map(
    changes.map(({ number, kind, key, before, after }) => [
      number,
      kinds[kind].show(before, after, blobs, key),
    ]),
  );
}
