import type { Confirmation } from './policy.ts';

/** A run that is kept only if somebody confirms it in time; else the system takes it back by itself. */
export interface Wait {
  /** `login`: from a login that began after the run was done. `controller`: by whoever can run `holdfast confirm`. */
  readonly by: Exclude<Confirmation, 'probes'>;
  /** Counted from when the run is done. */
  readonly withinSeconds: number;
}

/** A moment that no change of the wall clock moves. */
export interface Moment {
  /** Of /proc/sys/kernel/random/boot_id; null where there is none to read. */
  readonly boot: string | null;
  /** Of CLOCK_MONOTONIC, in milliseconds since that boot. */
  readonly uptimeMs: number;
}

/** A session of systemd-logind, and when it began on the monotonic clock. */
export interface LoginSession {
  readonly name: string;
  readonly sinceMs: number;
}
