import type { Manifest } from './manifest.ts';
import type { Ran } from './ran.ts';

/** A Debian that runs, in a container or a virtual machine, and is gone with all that was done to it when disposed of. */
export interface RunningHost extends AsyncDisposable {
  /** Runs a command as root inside, with nothing on standard input. */
  run(...command: readonly string[]): Ran | Promise<Ran>;
  /**
   * All that is compared, files and live state, seen from inside by test/real/lab/look.ts: the manifest of the
   * root less what is left out, with one entry more, `live`: kernel settings, audit rules, mounts, unit states.
   */
  look(): Promise<Manifest>;
  /** Shuts down and starts again in the orderly way, and returns when it has booted. */
  reboot(): Promise<void>;
  /** The plug is pulled: all that was not yet on its disk is lost. What is there starts again with `start`. */
  powerLoss(): Promise<void>;
  start(): Promise<void>;
}
