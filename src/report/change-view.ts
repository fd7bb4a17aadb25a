import type { Shown } from '../model/kind.ts';
import type { Plan } from '../model/plan.ts';
import type { Run } from '../model/run.ts';

/** By the change's number, what its kind shows of it; a change that is missing here is shown without a diff. */
export type ShownChanges = ReadonlyMap<number, Shown>;

/** A plan, and what its changes look like: states name content by hash, so the engine must look it up. */
export interface PlanView {
  readonly plan: Plan;
  readonly shown: ShownChanges;
}

/** A run likewise. */
export interface RunView {
  readonly run: Run;
  readonly shown: ShownChanges;
}
