import { constants } from 'node:fs';
import { type Opened, opened } from './descriptor.ts';
import { orRefuse } from './system-error.ts';
import { writeAll } from './write-all.ts';

/** A file without a name, which goes with its descriptor; not in node:fs, see open(2). */
const O_TMPFILE = 0o20000000 | constants.O_DIRECTORY;
const MEMORY = '/dev/shm';

/** In memory, and no other program can find it: for a child that wants a path, /proc/self/fd/N. */
export function namelessFile(content: Uint8Array): Opened {
  return orRefuse(MEMORY, 'open', () => {
    const file = opened(MEMORY, O_TMPFILE | constants.O_RDWR, 0o600);
    writeAll(file.fd, content);
    return file;
  });
}
