import type { Decisions } from '../../model/decisions.ts';
import type { Waiver } from '../../model/plan.ts';
import type { PlaybookId } from '../../model/playbook.ts';

/** A waiver in the making: asked for one word after the other. */
export type WaiverDraft = Partial<Pick<Waiver, 'object' | 'reason' | 'owner'>>;

/** What is before the eyes. `line` is the first line shown of a text that is longer than the terminal. */
export type Place =
  | { readonly screen: 'overview'; readonly line: number }
  | { readonly screen: 'finding'; readonly index: number; readonly line: number }
  | {
      readonly screen: 'param';
      readonly index: number;
      readonly param: string;
      /** Typed, although there is a list: what is not on it. */
      readonly isTyped: boolean;
    }
  | { readonly screen: 'waiver'; readonly index: number; readonly draft: WaiverDraft }
  | { readonly screen: 'review'; readonly line: number }
  | { readonly screen: 'file'; readonly outcome: 'apply' | 'write' }
  | {
      readonly screen: 'end';
      readonly outcome: 'apply' | 'write' | 'quit';
      /** The new file that the policy is written to; null: it goes to the end of the policy's own. */
      readonly file: string | null;
    };

/** A guided session: what is gone through, what was decided by now, and where it is at. */
export interface Dialogue {
  /** The playbooks that find something, in the order of the way through them. */
  readonly playbooks: readonly PlaybookId[];
  readonly decisions: Decisions;
  readonly place: Place;
}
