import type { Blobs } from './blobs.ts';
import type { UndoClass } from './change.ts';
import type { Host, HostReader, Kept } from './host.ts';
import type { Json } from './json.ts';
import type { Refusal } from './refusal.ts';

/** How two states differ, for people: `text` is diffed line by line, `line` is one line before and after. */
export type Shown =
  | {
      readonly type: 'text';
      readonly path: string;
      readonly before: string | null;
      readonly after: string | null;
      readonly notes: readonly string[];
    }
  | {
      readonly type: 'lines';
      readonly subject: string;
      readonly lines: readonly { readonly what: string; readonly before: string; readonly after: string }[];
    };

export interface WishedPart<D extends Json = Json> {
  readonly part?: string;
  readonly desired: D;
}

/** A kind of thing that can be changed: three verbs, read, want and put; diff, verify and undo follow from them. */
export interface Kind<S extends Json = Json> {
  undo(before: S, after: S): UndoClass;
  /** The canonical state; files' content goes to the blobs. */
  read(host: HostReader, key: string, blobs: Blobs): Promise<S>;
  /** Pure: the state that has all these parts. Idempotent, and independent of the parts' order. */
  want(before: S, parts: readonly WishedPart[], blobs: Blobs, key: string): S;
  /** Re-enterable from any state that it may leave behind. */
  put(host: Host, key: string, to: S, blobs: Blobs, kept?: Kept): Promise<void>;
  /** Compares what both sides can know: a new file's mtime was not in the plan. */
  where(
    now: S,
    change: { readonly before: S; readonly after: S },
  ): 'before' | 'after' | 'between' | 'foreign';
  /** The change as it is on this host at the moment of applying, where the plan cannot name every object (interfaces come and go). */
  rematch?(
    now: S,
    change: { readonly before: S; readonly after: S },
  ): { readonly before: S; readonly after: S };
  /** The part of the state that the digest covers; the whole of it when absent. */
  stable?(state: S): Json;
  /** Checks a candidate before it is live, `from` being what stands there: our own check, and the real tool where there is one. */
  validate?(host: HostReader, key: string, to: S, blobs: Blobs, from: S): Promise<Refusal | null>;
  /**
   * What it takes to reach a state, or to come back to it, and the state does not hold: kept in the run's folder before
   * anything changes. Answers with the state that names it.
   */
  keep?(host: HostReader, key: string, state: S, blobs: Blobs): Promise<S>;
  show(before: S, after: S, blobs: Blobs, key: string): Shown;
  /** The value of a part now, null where it is absent: for the record and for undoing one part. */
  part(state: S, part: string | undefined, blobs: Blobs, key: string): Json;
}
