import type { Manifest } from './manifest.ts';
import type { Ran } from './ran.ts';

/** A host of the lab on which the tool is run, from inside or by --root. */
export interface LabSubject {
  /** Runs the tool as users do. */
  holdfast(...args: readonly string[]): Promise<Ran>;
  /** All that is compared, files and live state. */
  look(): Promise<Manifest>;
  /** What works of the workload, one line each; nothing where none runs. */
  probe(): Promise<readonly string[]>;
  /** Shuts down and starts again; an image has nothing to start. */
  reboot(): Promise<void>;
  /** Where what we make of its files differs from what its own tools say; nothing where none can be asked. */
  disagreements(): Promise<readonly string[]>;
}
