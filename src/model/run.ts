import type { Change } from './change.ts';
import type { Effect } from './effect.ts';
import type { HostIdentity } from './host.ts';
import type { Finding } from './plan.ts';
import type { PlaybookId } from './playbook.ts';
import type { Refusal } from './refusal.ts';
import type { Wait } from './wait.ts';

/** `000012`: runs are numbered in the order of starting, per state directory. */
export type RunId = string;

/**
 * `applied`: everything planned is done and was read back. `undone`: it failed, and everything is as before.
 * `waiting`: as applied, and goes back by itself unless it is confirmed in time.
 * `partly`: it failed and what was done was kept (--on-error keep). `unfinished`: it stopped midway; `recover` settles it.
 * `stuck`: recovery met a state that neither before nor after explains. `rescued`: rescue.sh put the entries back.
 * `purged`: the way back was given up.
 */
export type RunStatus =
  | 'applied'
  | 'waiting'
  | 'undone'
  | 'partly'
  | 'unfinished'
  | 'stuck'
  | 'rescued'
  | 'purged';

/** A playbook that an unattended run did without (`on-error = keep`), and what its changes were refused for. */
export interface LeftOut {
  readonly playbook: PlaybookId;
  readonly refusals: readonly Refusal[];
}

/** Whether what a run changed in an image was in force at the image's first boot; `armed` until then. */
export type FirstBoot =
  | { readonly status: 'armed' }
  | {
      readonly status: 'in-force' | 'differs';
      /** RFC 3339, UTC. */
      readonly at: string;
      /** How many entries, kernel settings and units were looked at. */
      readonly looked: number;
      /** One line each, in the words of the image. */
      readonly differences: readonly string[];
    };

/** One apply or rollback, as its journal tells it. */
export interface Run {
  readonly id: RunId;
  readonly type: 'apply' | 'rollback';
  /** The run that was rolled back. */
  readonly of?: RunId;
  /** Runs that rolled parts of this one back. */
  readonly rolledBackBy: readonly RunId[];
  readonly status: RunStatus;
  /** How it is confirmed, for a run that is `waiting`. */
  readonly waits?: Wait;
  /** RFC 3339, UTC. */
  readonly started: string;
  readonly finished: string | null;
  readonly tool: string;
  readonly host: HostIdentity;
  readonly changes: readonly Change[];
  readonly effects: readonly Effect[];
  /** Why it was undone or is stuck. */
  readonly refusals: readonly Refusal[];
  /** Planned requirements and what a fresh read said of them. */
  readonly remaining: readonly Finding[];
  /** Where something was left out: told by the apply itself, and not known afterwards. */
  readonly leftOut?: readonly LeftOut[];
  /** Of a run on an image with systemd. */
  readonly firstBoot?: FirstBoot;
}
