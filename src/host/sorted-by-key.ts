import { byBytes } from './by-bytes.ts';

/** A map as an object whose keys stand in the order of their bytes. */
export function sortedByKey<K extends string, V>(map: ReadonlyMap<K, V>): { readonly [key in K]: V } {
  return Object.fromEntries([...map].sort(([a], [b]) => byBytes(a, b))) as { readonly [key in K]: V };
}
