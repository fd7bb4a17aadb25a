import type { EntryType, Hash } from './entry.ts';
import type { HostIdentity } from './host.ts';
import type { Live, LiveKind } from './live.ts';
import type { Observation } from './observation.ts';
import type { Name, Path } from './path.ts';
import type { Refusal } from './refusal.ts';

/**
 * What was found under one name of a host. A field that is missing was not asked for, which is something else
 * than empty: nobody may conclude anything from it.
 */
export interface CapturedEntry {
  readonly type: EntryType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly mtime: string | null;
  readonly size: number;
  readonly links: number;
  /** Equal on one file system; numbered in the order of the paths, since the kernel's numbers change at each boot. */
  readonly device: string;
  /** Of a link that was followed or asked for. */
  readonly target?: string;
  /** Of a file that was read. */
  readonly content?: Hash;
  /** Of what was asked for with all its state; the same with the flags. */
  readonly xattrs?: { readonly [name: string]: string };
  readonly flags?: string;
  /** Of a directory that was listed: every name in it is an entry of this snapshot, every other one is absent. */
  readonly listed?: true;
  /** Names in a listed directory whose status was refused. */
  readonly unseen?: readonly Name[];
}

export interface CapturedLive<K extends LiveKind> {
  /** The keys that fit a pattern, in the kernel's order. */
  readonly keys: { readonly [pattern: string]: readonly string[] };
  readonly states: { readonly [key: string]: Live[K] | null };
}

/** What was seen, or why it could not be. */
export type CapturedObservation = { readonly what: Observation } & (
  | { readonly says: string }
  | { readonly refusal: Refusal }
);

/** A question to a host by the name of the reader's method, and what it was about: `read /etc/shadow`. */
export type CapturedQuestion = string;

/** A host as far as it was looked at, without its secrets: enough to give the same answers to the same questions. */
export interface Snapshot {
  readonly host: Pick<HostIdentity, 'type' | 'machine'>;
  /** Null where it was looked for in vain. Sorted by the bytes of the path. */
  readonly entries: { readonly [path: Path]: CapturedEntry | null };
  readonly live: { readonly [K in LiveKind]: CapturedLive<K> };
  readonly observations: readonly CapturedObservation[];
  readonly refused: { readonly [question: CapturedQuestion]: Refusal };
  /** What would stand in the way of changing a path; only where there is something. */
  readonly obstacles: { readonly [path: Path]: readonly Refusal[] };
  /** Every content that an entry names. */
  readonly contents: ReadonlyMap<Hash, Uint8Array>;
}
