import { createHash } from 'node:crypto';
import { encodeHostText } from '../formats/host-text.ts';

/** SHA-256 of what a text is on disk, in hexadecimal. */
export function textHash(text: string): string {
  return createHash('sha256').update(encodeHostText(text)).digest('hex');
}
