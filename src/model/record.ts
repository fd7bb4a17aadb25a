import type { Json } from './json.ts';
import type { Refusal } from './refusal.ts';

/** What a journal says happened, in order. The meaning of each is in docs/journal-format.md. */
export type RecordBody =
  /** The plan's hash seals plan.json: what is undone is what was planned. */
  | { readonly type: 'begin'; readonly at: string; readonly plan: string }
  /** About to make a change; `before` and `after` as matched to the host at this moment. */
  | {
      readonly type: 'intent';
      readonly change: number;
      readonly before: Json;
      readonly after: Json;
      /** The time of the entry's directory before the change. */
      readonly directoryTime: string | null;
    }
  | { readonly type: 'done'; readonly change: number; readonly directoryTime: string | null }
  | { readonly type: 'effect'; readonly effect: number }
  | {
      readonly type: 'commit';
      readonly at: string;
      readonly status: 'applied' | 'partly';
      readonly why: readonly Refusal[];
    }
  /** All is done, and is kept only if it is confirmed in time: a Moment, and when the time is over on the same clock. */
  | {
      readonly type: 'pending';
      readonly at: string;
      readonly boot: string | null;
      readonly sinceMs: number;
      readonly untilMs: number;
    }
  /** From here on the run goes backwards, whatever happens. */
  | { readonly type: 'undoing'; readonly why: readonly Refusal[] }
  | { readonly type: 'undo'; readonly change: number; readonly directoryTime: string | null }
  | { readonly type: 'undone'; readonly change: number }
  | {
      readonly type: 'end';
      readonly at: string;
      readonly status: 'undone' | 'stuck' | 'rescued';
      readonly why: readonly Refusal[];
    }
  | { readonly type: 'purge'; readonly at: string };
