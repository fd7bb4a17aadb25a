import type { Moment } from '../model/wait.ts';
import type { RunState } from './run-state.ts';

/** Whether a waiting run's time is over. Another boot is the end of it, whatever the time: the machine may have been reset to get in again. */
export function isOverdue({ status, pending }: RunState, now: Moment): boolean {
  if (status !== 'waiting' || pending === null) return false;
  return pending.boot === null || pending.boot !== now.boot || now.uptimeMs >= pending.untilMs;
}
