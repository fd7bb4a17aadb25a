import type { Host } from '../model/host.ts';
import { createLocalEntries, type LocalHostOptions } from './local-entries.ts';
import { localIdentity } from './local-identity.ts';
import { localLive } from './local-live.ts';
import { observeLocal } from './local-observe.ts';
import { momentNow } from './moment-now.ts';
import { packageFile } from './package-file.ts';
import { putPackage } from './put-package.ts';
import { rehearse } from './rehearse.ts';
import { runEffect } from './run-effect.ts';
import { runProbe } from './run-probe.ts';
import { systemTimer } from './system-timer.ts';

/** The running machine. */
export function createLocalHost(options: LocalHostOptions): Host {
  const identity = localIdentity(options.root, 'live');
  return {
    ...createLocalEntries(options),
    get identity() {
      return identity();
    },
    live: (kind, key) => localLive[kind].read(key),
    liveKeys: (kind, pattern) => localLive[kind].keys(pattern),
    putLive: (kind, key, state) => localLive[kind].put(key, state),
    observe: observeLocal,
    moment: momentNow,
    run: runEffect,
    startTimer: systemTimer.start,
    stopTimer: systemTimer.stop,
    probe: runProbe,
    rehearse,
    packageFile,
    putPackage,
  };
}
