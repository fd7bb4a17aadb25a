import { createHash } from 'node:crypto';
import type { Hash } from '../model/entry.ts';

export function hashContent(content: Uint8Array | string): Hash {
  return createHash('sha256').update(content).digest('hex');
}
