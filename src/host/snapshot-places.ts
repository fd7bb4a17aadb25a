import { hostPath } from '../formats/host-path.ts';
import type { Hash } from '../model/entry.ts';
import type { Path } from '../model/path.ts';
import type { Snapshot } from '../model/snapshot.ts';

/** Names that git, Windows and macOS check out as they are: no `.git`, no `con`, no letter they would fold. */
const SAFE = /^(?!\.git)(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[\w.@+=,~%-]{0,99}[\w@+=,~%-]$/i;
const LONGEST = 160;

/**
 * Where the content of each file stands in a snapshot's directory: below `files` under its own path, so that it
 * can be read and compared there; where no checkout could be trusted with that path, below `files/.odd` under
 * its hash. Two paths that differ only in case cannot both have their own.
 */
export function snapshotPlaces(entries: Snapshot['entries']): ReadonlyMap<Path, string> {
  const taken = new Map<string, string>();
  const places = new Map<Path, string>();
  for (const [key, entry] of Object.entries(entries)) {
    const path = key as Path;
    if (entry?.content === undefined) continue;
    places.set(path, isSafe(path) && claim(path, taken) ? `files${path}` : oddPlace(entry.content));
  }
  return places;
}

function oddPlace(hash: Hash): string {
  return `files/.odd/${hash}`;
}

function isSafe(path: Path): boolean {
  const names = hostPath.components(path);
  return path.length <= LONGEST && names[0] !== '.odd' && names.every((name) => SAFE.test(name));
}

/** False where a name on the way is already there in other letters. */
function claim(path: Path, taken: Map<string, string>): boolean {
  const all = [...hostPath.ancestors(path), path];
  if (all.some((one) => (taken.get(one.toLowerCase()) ?? one) !== one)) return false;
  for (const one of all) taken.set(one.toLowerCase(), one);
  return true;
}
