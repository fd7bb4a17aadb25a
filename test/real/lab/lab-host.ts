import type { Release } from './debian-root.ts';
import type { SmallEntry } from './small-root.ts';

/** A named starting state, as data: the default export of test/real/hosts/NAME.ts, and the listing is the registry. */
export interface LabHost {
  readonly release: Release;
  /** What is special about it: one sentence. */
  readonly about: string;
  /** The least it can be shown on: files alone, a booted container, or a virtual machine (own kernel, audit, disks). */
  readonly on: 'image' | 'container' | 'machine';
  /** Debian's, besides those of every lab host. */
  readonly packages?: readonly string[];
  /** Laid over the release before it starts. */
  readonly entries?: Readonly<Record<string, SmallEntry>>;
  /** Shell (`sh -eu`) run in the root (chroot) before it starts: what entries cannot say. */
  readonly prepare?: string;
  /** Shell run inside once it has booted, before anything looks at it. */
  readonly live?: string;
  /** The engine runs, with the workload. */
  readonly docker?: true;
}
