import type { Way } from '../facts/account-access.ts';

/** A way with its file and line, for a sentence. */
export function placed({ source, line, says }: Way): string {
  return line === null ? `${source}: ${says}` : `${source}, line ${line}: ${says}`;
}
