import { Refused } from '../model/refusal.ts';
import type { Opened } from './descriptor.ts';
import { needProgram } from './find-program.ts';
import { runProgram } from './run-program.ts';

/**
 * Locks an open file or directory for as long as it stays open: the kernel's lock is gone with our process however
 * it ends, so it cannot go stale. flock(1) takes it on the descriptor it inherits; Node has no call for it. `what`
 * is named when somebody else holds it.
 */
export async function holdLock(held: Opened, what: string): Promise<Opened> {
  try {
    const flock = needProgram('flock', 'util-linux', 'make sure that only one Holdfast writes');
    const { status } = await runProgram(flock, ['--nonblock', '3'], { descriptors: [held.fd] });
    if (status !== 0) throw new Refused({ code: 'locked', args: { what } });
    return held;
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}
