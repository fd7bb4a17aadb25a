import { constants } from 'node:fs';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { type Opened, opened } from './descriptor.ts';
import { needProgram } from './find-program.ts';
import { runProgram } from './run-program.ts';

/**
 * The kernel's lock on a directory, held by an open descriptor of ours and gone with our process however it
 * ends: it cannot go stale. flock(1) takes it on the descriptor it inherits; Node has no call for it.
 */
export async function lockDirectory(path: Path): Promise<Opened> {
  const directory = opened(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    const flock = needProgram('flock', 'util-linux', 'make sure that only one Holdfast writes');
    const { status } = await runProgram(flock, ['--nonblock', '3'], { descriptors: [directory.fd] });
    if (status !== 0) throw new Refused({ code: 'locked', args: { what: path } });
    return directory;
  } catch (error) {
    directory[Symbol.dispose]();
    throw error;
  }
}
