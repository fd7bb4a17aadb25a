import type { Host } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { checkCandidate } from './check-candidate.ts';
import { keepingPlaceLocal } from './keeping-place.ts';
import { obstaclesLocal } from './local-obstacles.ts';
import { putLocal } from './local-put.ts';
import { putTimeLocal } from './local-put-time.ts';
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
  | 'identity'
  | 'live'
  | 'liveKeys'
  | 'putLive'
  | 'observe'
  | 'moment'
  | 'run'
  | 'probe'
  | 'rehearse'
  | 'packageFile'
  | 'putPackage'
  | 'startTimer'
  | 'stopTimer'
>;

export function createLocalEntries({ root, stateDir }: LocalHostOptions): Entries {
  return {
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
    putTime: (directory, mtime) => putTimeLocal(root, directory, mtime),
  };
}
