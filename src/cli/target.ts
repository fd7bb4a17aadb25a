import { resolve } from 'node:path';
import { loadSnapshot } from '../host/load-snapshot.ts';
import { createLocalHost } from '../host/local-host.ts';
import { createReadOnlyHost } from '../host/read-only-host.ts';
import { createRootedHost } from '../host/rooted-host.ts';
import { openStateDir, type StateDir, type StateDirPlace } from '../host/state-dir.ts';
import { errnoOf } from '../host/system-error.ts';
import { userFile } from '../host/user-file.ts';
import type { Host, HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { Options } from './options.ts';

const STATE: Path = '/var/lib/holdfast';

/** What a command works on. */
export interface Target {
  /** The real host, for commands that write; a captured one is refused to them. */
  host(): Host;
  readonly reader: HostReader;
  readonly place: StateDirPlace;
  /** The directory that is locked so that nobody else writes to the same host. */
  readonly root: Path;
  /** Null where there is none: nothing has ever been applied. */
  stateDir(): StateDir | null;
}

/** By --root, --snapshot and --state-dir; this machine when none is given. */
export function openTarget(options: Pick<Options, 'root' | 'snapshot' | 'stateDir'>): Target {
  if (options.root !== undefined && options.snapshot !== undefined) {
    throw usage('--root and --snapshot cannot be given together');
  }
  const root = absolute(options.root ?? '/', '--root');
  if (!userFile.isDirectory(root)) throw usage(`--root ${root} is not a directory that can be read`);
  const place = statePlace(root, options.stateDir);
  const stateDir = () => (options.snapshot === undefined ? openStateDir(place) : null);
  if (options.snapshot !== undefined) {
    const reader = loadSnapshot(absolute(options.snapshot, '--snapshot'));
    const host = () => {
      throw usage('a captured host can only be looked at: scan or plan it');
    };
    return { host, reader, place, root, stateDir };
  }
  const make = root === '/' ? createLocalHost : createRootedHost;
  const host = make({ root, stateDir: place.root === root ? place.path : null });
  return { host: () => host, reader: createReadOnlyHost(host), place, root, stateDir };
}

/** A state directory inside the root is seen from it, so that no link of an image leads out. */
function statePlace(root: Path, given: string | undefined): StateDirPlace {
  if (given === undefined) return { root, path: STATE };
  const path = absolute(given, '--state-dir');
  if (root !== '/' && path.startsWith(`${root}/`)) return { root, path: path.slice(root.length) as Path };
  return { root: '/', path };
}

/** An empty one is most often a variable that was not set, and must not become the current directory. */
function absolute(path: string, option: string): Path {
  if (path === '') throw usage(`${option} is empty`);
  try {
    return resolve(path) as Path;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw usage(`${option} ${path}: the current directory is gone, so give a path that begins with /`);
  }
}

function usage(why: string): Refused {
  return new Refused({ code: 'usage', args: { why } });
}
