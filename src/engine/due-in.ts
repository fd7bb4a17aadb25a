import type { Moment } from '../model/wait.ts';
import type { RunState } from './run-state.ts';

/**
 * In milliseconds, how soon a waiting run's time is over: 0 where it is, null where the run does not wait. Another
 * boot is the end of it, whatever the time: the machine may have been reset to get in again.
 */
export function dueIn({ status, pending }: RunState, now: Moment): number | null {
  if (status !== 'waiting' || pending === null) return null;
  if (pending.boot === null || pending.boot !== now.boot) return 0;
  return Math.max(0, pending.untilMs - now.uptimeMs);
}
