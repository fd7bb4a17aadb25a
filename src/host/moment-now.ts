import { readFileSync } from 'node:fs';
import type { Moment } from '../model/wait.ts';
import { errnoOf } from './system-error.ts';

/** Of this machine, whatever --root says: it is what runs the timers. systemd's are on the same clock. */
export function momentNow(): Moment {
  return { boot: bootId(), uptimeMs: Math.floor(Number(process.hrtime.bigint() / 1_000_000n)) };
}

function bootId(): string | null {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch (error) {
    if (errnoOf(error) === null) throw error;
    return null;
  }
}
