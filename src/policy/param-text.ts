import type { Json } from '../model/json.ts';

/** A parameter's value as text, as parseParam reads it: names by commas. */
export function paramText(value: Json): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}
