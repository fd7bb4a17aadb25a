import type { Stage } from './stage.ts';

/** Where the host is: as before the command, as after it, or neither, which must never be. */
export type Position = 'before' | 'after' | 'mixed';

export type Command = readonly string[];

/** What is interrupted. */
export interface Scenario {
  readonly name: string;
  /** The host as the command meets it; for a rollback, something was applied to it. */
  setUp(): Promise<Stage>;
  command(stage: Stage): Command;
  /** Where the command says it left the host by ending with this status; 0 always says `after`. */
  promises?(status: number): readonly Position[];
}

/** A way to settle what an interruption left: `holdfast recover`, or the rescue script. */
export interface Settling {
  readonly name: string;
  /** What becomes of the host between the interruption and its being settled. */
  meanwhile?(stage: Stage): void;
  /**
   * Asked after the interruption; each must end with status 0, and the last should check the journal.
   * None, where there is nothing to settle yet: the host must then be as before.
   */
  commands(stage: Stage): readonly Command[];
}
