import { Refused } from '../model/refusal.ts';
import type { Wait } from '../model/wait.ts';
import { type WaitQuestion, waitFor } from '../policy/wait-for.ts';

/** Whether a run is kept only if it is confirmed, and how; null where it is kept at once. Refuses what nobody could confirm. */
export function waitOf(question: WaitQuestion): Wait | null {
  const wait = waitFor(question);
  if (wait !== null && 'code' in wait) throw new Refused(wait);
  return wait;
}
