import { Refused } from '../model/refusal.ts';
import type { Opened } from './descriptor.ts';
import { needProgram } from './find-program.ts';
import { runProgram } from './run-program.ts';

/** For how long to wait for somebody else's lock; 0: not at all. */
export interface LockWait {
  readonly withinMs: number;
  /** Asked about once a second. */
  readonly isOver: () => boolean;
  /** Told once, before waiting for the lock on `what`. */
  readonly onWait: (what: string) => void;
}

const TRY_MS = 1000;

/**
 * Locks an open file or directory for as long as it stays open: the kernel's lock is gone with our process however
 * it ends, so it cannot go stale. flock(1) takes it on the descriptor it inherits; Node has no call for it. `what`
 * is named when somebody else holds it, and still does after the wait.
 */
export async function holdLock(held: Opened, what: string, wait: LockWait): Promise<Opened> {
  try {
    const flock = needProgram('flock', 'util-linux', 'make sure that only one Holdfast writes');
    const attempt = async (...how: readonly string[]) =>
      (await runProgram(flock, [...how, '3'], { descriptors: [held.fd] })).status === 0;
    const deadline = performance.now() + wait.withinMs;
    const left = () => deadline - performance.now();
    let isHeld = await attempt('--nonblock');
    if (!isHeld && left() > 0) wait.onWait(what);
    while (!isHeld && left() > 0 && !wait.isOver()) {
      isHeld = await attempt('--timeout', String(Math.min(TRY_MS, left()) / 1000));
    }
    if (!isHeld) throw new Refused({ code: 'locked', args: { what } });
    return held;
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}
