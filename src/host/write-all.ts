import { writeSync } from 'node:fs';

/** write(2) may write less than it was given, also without an error: on a nearly full disk it does. */
export function writeAll(descriptor: number, content: Uint8Array, position: number | null = null): void {
  let written = 0;
  while (written < content.length) {
    const at = position === null ? null : position + written;
    written += writeSync(descriptor, content, written, content.length - written, at);
  }
}
