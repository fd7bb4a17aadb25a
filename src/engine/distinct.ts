import type { Json } from '../model/json.ts';
import { canonicalJson } from './canonical-json.ts';

/** The items without repetition, equal by value. */
export function distinct<T>(items: readonly T[]): readonly T[] {
  const seen = new Map(items.map((item) => [canonicalJson(item as Json), item]));
  return [...seen.values()];
}
