import type { Host } from '../model/host.ts';
import { Refused } from '../model/refusal.ts';
import { createLocalEntries, type LocalHostOptions } from './local-entries.ts';
import { localIdentity } from './local-identity.ts';
import { momentNow } from './moment-now.ts';

/**
 * A directory taken for a root: an image, a mounted disk. Files only. Nothing of it is ever executed, and what
 * runs on this machine is not its live state.
 */
export function createRootedHost(options: LocalHostOptions): Host {
  const identity = localIdentity(options.root, 'image');
  return {
    ...createLocalEntries(options),
    get identity() {
      return identity();
    },
    live: async () => null,
    liveKeys: async () => [],
    async putLive(kind, key) {
      throw new Refused({ code: 'not-observable', args: { what: `${kind} ${key}` } });
    },
    async observe(what) {
      throw new Refused({ code: 'not-observable', args: { what: JSON.stringify(what) } });
    },
    moment: momentNow,
    // Reloading and restarting is for the day this image runs: then everything is loaded as configured.
    run: async () => undefined,
    startTimer: async () => undefined,
    stopTimer: async () => undefined,
    probe: async () => null,
    rehearse: async () => null,
    packageFile: async (name) => refusePackage(name),
    putPackage: async (name) => refusePackage(name),
  };
}

/** A package's own scripts would have to run in that root. */
function refusePackage(name: string): never {
  throw new Refused({ code: 'not-observable', args: { what: `package ${name}` } });
}
