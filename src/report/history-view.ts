import type { Refusal } from '../model/refusal.ts';
import type { Run } from '../model/run.ts';

/** All runs, oldest first, and why some could not be read: a damaged journal must not hide the others. */
export interface HistoryView {
  readonly runs: readonly Run[];
  readonly refusals: readonly Refusal[];
}
