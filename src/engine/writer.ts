import { lockDirectory } from '../host/lock-directory.ts';
import { lockTarget } from '../host/lock-target.ts';
import { createStateDir, type StateDir, type StateDirPlace } from '../host/state-dir.ts';
import type { Host } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { RunChange } from '../model/run-plan.ts';

/** What a run is at: waiting for somebody else's lock, a change that is about to be made, or a probe that was tried, with why it failed. */
export type Progress =
  | { readonly waitingFor: string; readonly withinMs: number }
  | { readonly change: RunChange }
  | { readonly probe: string; readonly why: string | null };

/** All that writing takes: the host, where its runs are kept, and the word from outside. */
export interface Writer {
  readonly host: Host;
  readonly stateDir: StateDir;
  readonly tool: string;
  readonly now: () => string;
  readonly interrupted: () => string | null;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Does something as the only writer: the target is locked, so that two state directories cannot meet on one
 * host, then the state directory. Both locks are the kernel's and end with the process; for each that somebody else
 * holds we wait as long as given.
 */
export async function asOnlyWriter<T>(
  place: StateDirPlace,
  target: Path,
  withinMs: number,
  writer: Omit<Writer, 'stateDir'>,
  act: (writer: Writer) => Promise<T>,
): Promise<T> {
  const wait = {
    withinMs,
    isOver: () => writer.interrupted() !== null,
    onWait: (what: string) => writer.onProgress({ waitingFor: what, withinMs }),
  };
  using _target = await lockTarget(target, wait);
  const stateDir = createStateDir(place);
  using _state = await lockDirectory(stateDir.path, wait);
  return await act({ ...writer, stateDir });
}
