import type { Stage } from './stage.ts';

export type Command = readonly string[];

/** What is interrupted. */
export interface Scenario {
  readonly name: string;
  /** The host as the command meets it; for a rollback, something was applied to it. */
  setUp(): Promise<Stage>;
  command(stage: Stage): Command;
}

/** A way to settle what an interruption left: `holdfast recover`, or the rescue script. */
export interface Settling {
  readonly name: string;
  /**
   * Asked after the interruption; each must end with status 0, and the last should check the journal.
   * None, where there is nothing to settle yet: the host must then be as before.
   */
  commands(stage: Stage): readonly Command[];
}
