import type { Effect, Unit } from './effect.ts';
import type { Json } from './json.ts';

export type KindName = 'entry' | 'kernel-setting' | 'unit' | 'audit-rule' | 'package';

/** A desired state of one thing, or of a named part of it. */
export interface Wish {
  readonly kind: KindName;
  readonly key: string;
  /** Which part of the thing; the whole of it when absent. What parts there are, the kind says. */
  readonly part?: string;
  readonly desired: Json;
  readonly effects?: readonly Effect[];
  /** Units to stop before the change and to start after it. */
  readonly holds?: readonly Unit[];
}
