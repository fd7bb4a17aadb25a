import type { Change } from './change.ts';
import type { Shown } from './kind.ts';
import type { Refusal } from './refusal.ts';
import type { RunId } from './run.ts';

/** A change that is no longer as it was applied. */
export interface Drift {
  readonly change: Change;
  /** `before`: somebody took it back; `between`: a half-way state; `foreign`: neither. */
  readonly where: 'before' | 'between' | 'foreign';
  /** From the applied state to what is there now. */
  readonly shown: Shown;
}

/** What was found out about one run. */
export interface Verified {
  readonly run: RunId;
  /** Why the journal is not sound; empty when it is. Nothing of an unsound journal is compared. */
  readonly refusals: readonly Refusal[];
  /** How many changes were compared with the host. */
  readonly compared: number;
  readonly drift: readonly Drift[];
}
