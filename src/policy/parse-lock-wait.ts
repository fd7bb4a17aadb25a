import type { PolicyLine, Refuse } from './policy-lines.ts';

/** A run that restarts Docker, with its probes, is over by then. */
export const USUAL_LOCK_WAIT_MS = 60_000;

const LONGEST_S = 3600;

/** `lock-wait = 90s`: whole seconds, an hour at most. */
export function parseLockWait({ line, value }: PolicyLine, refuse: Refuse): number {
  const seconds = /^([0-9]{1,4})s$/.exec(value)?.[1];
  if (seconds === undefined || Number(seconds) > LONGEST_S) {
    return refuse(line, `lock-wait: "${value}" is not from 0s to ${LONGEST_S}s, like 90s`);
  }
  return Number(seconds) * 1000;
}
