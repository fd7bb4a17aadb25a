import { constants, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostPath } from '../formats/host-path.ts';
import type { Hash } from '../model/entry.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { below, CREATE, itself, type Opened, opened } from './descriptor.ts';
import { printSnapshot } from './print-snapshot.ts';
import { snapshotPlaces } from './snapshot-places.ts';
import { errnoOf, orRefuse } from './system-error.ts';

const DIRECTORY = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;

/** Line ends are the host's own: git must neither add nor take a carriage return. */
const GIT_ATTRIBUTES = '* -text\n';

/**
 * Writes a snapshot as files into a directory that is new or empty, for its owner's eyes: what is wrong with a
 * host is nobody else's business. `host.json` comes last: without it there is no snapshot.
 */
export function saveSnapshot(snapshot: Snapshot, directory: Path): void {
  orRefuse(directory, 'write', () => {
    using top = emptyDirectory(directory);
    const hashes = new Map<string, Hash | undefined>();
    for (const [path, place] of snapshotPlaces(snapshot.entries)) {
      hashes.set(place, snapshot.entries[path]?.content);
    }
    for (const [place, hash] of hashes) {
      const content = snapshot.contents.get(hash ?? '');
      if (content === undefined) throw new Error(`the snapshot has no content ${hash} for ${place}`);
      write(top, hostPath.components(`/${place}`), content);
    }
    write(top, ['.gitattributes'], GIT_ATTRIBUTES);
    write(top, ['host.json'], printSnapshot(snapshot));
  });
}

function emptyDirectory(path: Path): Opened {
  makeDirectory(path);
  const directory = opened(path, DIRECTORY);
  if (readdirSync(itself(directory.fd)).length === 0) return directory;
  directory[Symbol.dispose]();
  throw new Refused({
    code: 'usage',
    args: { why: `${path} is not empty; a capture goes into a new directory` },
  });
}

/** Each name from the descriptor of the one above: whoever may write beside us cannot lead us elsewhere. */
function write(directory: Opened, [name, ...rest]: readonly string[], content: Uint8Array | string): void {
  if (name === undefined) return;
  const path = below(directory.fd, name);
  if (rest.length === 0) {
    using file = opened(path, CREATE, 0o600);
    writeFileSync(file.fd, content);
    return;
  }
  makeDirectory(path);
  using inner = opened(path, DIRECTORY);
  write(inner, rest, content);
}

function makeDirectory(path: Parameters<typeof mkdirSync>[0]): void {
  try {
    mkdirSync(path, 0o700);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
  }
}
