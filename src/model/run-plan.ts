import type { Change } from './change.ts';
import type { Effect } from './effect.ts';
import type { HostIdentity } from './host.ts';
import type { Path } from './path.ts';
import type { RunId } from './run.ts';
import type { Wait } from './wait.ts';

/** A change with what its run needs to make it and to take it back. */
export interface RunChange extends Change {
  /** Where the old inode is kept while the way back exists; null for what is no entry. */
  readonly keep: Path | null;
  /** An inode kept by an earlier run, to be put back rather than made anew. */
  readonly restore: Path | null;
  /** The directory whose time changes with the entry, and its time when the run was prepared. */
  readonly directory: Path | null;
  readonly directoryTimeBefore: string | null;
  /**
   * For a rollback: the directory's time is set to `to` if it was `from`, so that a directory nobody else
   * touched ends as it began.
   */
  readonly directoryTime: { readonly from: string; readonly to: string } | null;
}

/** A unit that is there for a while, such as the one that runs the rescue script at the next boot, should this run not end; where it stands, and the times of the directories it goes into. */
export interface Arming {
  readonly unit: Path;
  readonly link: Path;
  readonly text: string;
  /** Null for a directory that has to be made for it. */
  readonly directories: readonly { readonly path: Path; readonly time: string | null }[];
}

/** The unit that looks, at an image's first boot, whether all is in force. It outlives its run. */
export interface FirstBootUnit extends Arming {
  /** Whether the run leaves it there, or takes it away: a rollback of one is the other. */
  readonly comes: boolean;
}

/** Where old inodes and files in the making are, and how the directory around it was before the run. */
export interface KeepingPlace {
  readonly path: Path;
  /** That directory's time; null for the state directory's own, which stays. */
  readonly time: string | null;
}

/** What a run is going to do: plan.json in its folder, written before anything else. */
export interface RunPlan {
  readonly version: 1;
  readonly run: RunId;
  readonly type: 'apply' | 'rollback';
  /** The run that is rolled back. */
  readonly of: RunId | null;
  /** Whether the whole of that run goes back, or parts of it. */
  readonly whole: boolean;
  readonly tool: string;
  readonly host: HostIdentity;
  /** Whether the state directory is inside that host's root, and so goes where the host goes. */
  readonly isInside: boolean;
  /** The plan's digest; null for a rollback. */
  readonly digest: string | null;
  readonly changes: readonly RunChange[];
  readonly effects: readonly Effect[];
  /** Null where no systemd runs. */
  readonly arming: Arming | null;
  /** Only where one comes or goes. */
  readonly firstBoot?: FirstBootUnit;
  readonly keeping: readonly KeepingPlace[];
  /** For a run that is kept only if it is confirmed, with the name of the system's timer that takes it back. */
  readonly waits?: Wait & { readonly timer: string };
}
