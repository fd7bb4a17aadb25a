import type { Effect } from './effect.ts';
import type { Json } from './json.ts';
import type { PlaybookId } from './playbook.ts';
import type { KindName } from './wish.ts';

/** How well a change can be taken back: to the bit, nearly, or not before a reboot. */
export type UndoClass = 'exact' | 'best-effort' | 'one-way';

/** One playbook's share in a change. */
export interface ChangePart {
  readonly playbook: PlaybookId;
  readonly part?: string;
  /** The part's value before, null where it was absent. */
  readonly before: Json;
  /** The value that was wished for. */
  readonly after: Json;
}

/**
 * One thing going from one state to another. Turned round it is its own undo.
 * States are the kind's own (kinds/), canonical, with content as hashes.
 */
export interface Change {
  /** 1, 2, 3 … in the order of applying. */
  readonly number: number;
  readonly kind: KindName;
  readonly key: string;
  readonly before: Json;
  readonly after: Json;
  readonly undo: UndoClass;
  readonly parts: readonly ChangePart[];
  readonly effects: readonly Effect[];
}
