import { encodeHostText } from '../formats/host-text.ts';
import type { Name } from '../model/path.ts';

/** Orders names by their bytes, as the C locale does. UTF-16 order differs from it above U+FFFF. */
export function byBytes(a: Name, b: Name): number {
  return Buffer.compare(encodeHostText(a), encodeHostText(b));
}
