import type { Json } from '../model/json.ts';

/** Whether two values are the same JSON; the order of an object's keys says nothing. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = new Map<string, Json>(Object.entries(a));
  const right = new Map<string, Json>(Object.entries(b));
  if (left.size !== right.size) return false;
  return [...left].every(([key, value]) => {
    const other = right.get(key);
    return other !== undefined && sameJson(value, other);
  });
}
