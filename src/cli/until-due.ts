import { dueIn } from '../engine/due-in.ts';
import { loadRuns } from '../engine/load-runs.ts';
import type { Target } from './target.ts';

/** The timer comes no earlier than this (revert-script.ts): who asks long before has no time to wait for. */
const LONGEST_MS = 30_000;
/** Somebody may confirm the run meanwhile. */
const STEP_MS = 1000;
/** A slow machine takes long for a look, which must not end after the time. */
const LAST_LOOK_MS = 4000;

/** Waits for the end of a waiting run's time where it is near. Without the lock: until then the run can be confirmed. */
export async function untilDue({ stateDir, reader, place }: Target): Promise<void> {
  for (;;) {
    const moment = reader.moment();
    const dues = loadRuns(stateDir()).runs.map(({ state }) => dueIn(state, moment));
    const next = Math.min(...dues.filter((due) => due !== null));
    if (next === 0 || next > LONGEST_MS) return;
    // What a slow machine takes long for the first time, programs, is done while there is time.
    if (next > LAST_LOOK_MS) await reader.entry(place.path);
    await new Promise((resolve) => setTimeout(resolve, Math.min(next, STEP_MS)));
  }
}
