import { resolve } from 'node:path';
import { loadSnapshot } from '../host/load-snapshot.ts';
import { createLocalHost } from '../host/local-host.ts';
import { createReadOnlyHost } from '../host/read-only-host.ts';
import { createRootedHost } from '../host/rooted-host.ts';
import { openStateDir, type StateDir, type StateDirPlace } from '../host/state-dir.ts';
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
    throw new Refused({ code: 'usage', args: { why: '--root and --snapshot cannot be given together' } });
  }
  const root = absolute(options.root ?? '/');
  const place = statePlace(root, options.stateDir);
  const stateDir = () => (options.snapshot === undefined ? openStateDir(place) : null);
  if (options.snapshot !== undefined) {
    const reader = loadSnapshot(absolute(options.snapshot));
    const host = () => {
      throw new Refused({
        code: 'usage',
        args: { why: 'a captured host can only be looked at: scan or plan it' },
      });
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
  const path = absolute(given);
  if (root !== '/' && path.startsWith(`${root}/`)) return { root, path: path.slice(root.length) as Path };
  return { root: '/', path };
}

function absolute(path: string): Path {
  return resolve(path) as Path;
}
