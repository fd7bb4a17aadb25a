import { linkSync, renameSync, rmdirSync, unlinkSync } from 'node:fs';
import { below, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { changedSince, refuseIfChanged, type Seen } from './seen.ts';
import { errnoOf, orRefuse } from './system-error.ts';
import type { Spot } from './walk.ts';

/**
 * Gives what stands at `from` the name of `spot`, in place of what was seen there (null: nothing) and of nothing
 * else: what came or was changed meanwhile is refused and stays.
 */
export function giveName(from: Spot, spot: Spot, isDirectory: boolean, seen: Seen | null): void {
  if (seen !== null) refuseIfChanged(spot, seen);
  if (seen !== null && (seen.type === 'directory') === isDirectory) {
    rename(from, spot);
    return;
  }
  // rename(2) puts a directory only onto a directory, and nothing else onto one.
  if (seen !== null) removeName(spot, seen);
  if (!isDirectory) {
    linkThenUnlink(from, spot);
    return;
  }
  using found = lookAt(spot);
  if (found !== null) throw changedSince(spot);
  rename(from, spot);
}

/** Takes the name from what was seen there. */
export function removeName(spot: Spot, seen: Seen): void {
  refuseIfChanged(spot, seen);
  const name = below(spot.directory, spot.name);
  orRefuse(spot.path, 'unlink', () => (seen.type === 'directory' ? rmdirSync(name) : unlinkSync(name)));
}

function rename(from: Spot, spot: Spot): void {
  orRefuse(spot.path, 'rename', () => {
    renameSync(below(from.directory, from.name), below(spot.directory, spot.name));
    syncDirectory(spot.directory);
    syncDirectory(from.directory);
  });
}

/** link(2), unlike rename(2), never replaces anything. On disk before the old name goes, or a power loss leaves neither. */
function linkThenUnlink(from: Spot, spot: Spot): void {
  orRefuse(spot.path, 'link', () => {
    try {
      linkSync(below(from.directory, from.name), below(spot.directory, spot.name));
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') throw changedSince(spot);
      throw error;
    }
    syncDirectory(spot.directory);
    unlinkSync(below(from.directory, from.name));
    syncDirectory(from.directory);
  });
}
