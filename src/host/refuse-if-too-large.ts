import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';

/** Configuration is small. What is larger is not ours to read into memory, let alone to rewrite. */
const LARGEST_FILE = 16 * 1024 * 1024;

export function refuseIfTooLarge(path: Path, size: number): void {
  if (size > LARGEST_FILE)
    throw new Refused({ code: 'too-large', args: { path, size, limit: LARGEST_FILE } });
}
