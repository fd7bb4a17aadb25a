import type { Host, HostIdentity } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { checkCandidate } from './check-candidate.ts';
import { hashContent } from './hash-content.ts';
import { keepingPlaceLocal } from './keeping-place.ts';
import { obstaclesLocal } from './local-obstacles.ts';
import { putLocal } from './local-put.ts';
import { entryLocal, listLocal, readLocal, resolveLocal, statusLocal } from './local-read.ts';

export interface LocalHostOptions {
  /** `/`, or the directory that is to be taken for it. */
  readonly root: Path;
  /** The state directory as seen from that root; null where it is outside. */
  readonly stateDir: Path | null;
}

/** The half that the running machine and an image root share: what is on disk. */
type Entries = Omit<
  Host,
  | 'live'
  | 'liveKeys'
  | 'putLive'
  | 'observe'
  | 'moment'
  | 'run'
  | 'probe'
  | 'rehearse'
  | 'startTimer'
  | 'stopTimer'
>;

export function createLocalEntries(
  { root, stateDir }: LocalHostOptions,
  type: HostIdentity['type'],
): Entries {
  return {
    identity: identify(root, type),
    resolve: async (path) => resolveLocal(root, path),
    status: async (path) => statusLocal(root, path),
    list: async (path) => listLocal(root, path),
    read: async (path) => readLocal(root, path),
    entry: (path) => entryLocal(root, path),
    checkCandidate,
    obstacles: (path, to, bytes) => obstaclesLocal(root, path, to, bytes),
    keepingPlace: async (path) => keepingPlaceLocal(root, stateDir, path),
    putEntry: (path, entry, content, kept = {}) =>
      putLocal(root, keepingPlaceLocal(root, stateDir, path), path, entry, content, kept),
  };
}

function identify(root: Path, type: HostIdentity['type']): HostIdentity {
  const id = machineId(root);
  return { type, machine: id === null || id.length === 0 ? null : hashContent(id), root };
}

/** A machine that cannot tell its id, for whatever stands in its place, has none: nothing else depends on it. */
function machineId(root: Path): Uint8Array | null {
  try {
    return readLocal(root, '/etc/machine-id');
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
