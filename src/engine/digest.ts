import { createHash } from 'node:crypto';
import type { Json } from '../model/json.ts';
import { canonicalJson } from './canonical-json.ts';

/** SHA-256 of a value's canonical JSON, in hex. */
export function digestOf(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
