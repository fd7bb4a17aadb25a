import { decodeHostText } from '../formats/host-text.ts';
import type { Hash } from '../model/entry.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { hashContent } from './hash-content.ts';
import { parseSnapshot } from './parse-snapshot.ts';
import { createSnapshotHost } from './snapshot-host.ts';
import { snapshotPlaces } from './snapshot-places.ts';
import { userFile } from './user-file.ts';

/** A captured host from its directory. Throws a Refused `snapshot` where that is incomplete or damaged. */
export function loadSnapshot(directory: Path): HostReader {
  const described = describedIn(directory);
  const contents = new Map<Hash, Uint8Array>();
  for (const [path, place] of snapshotPlaces(described.entries)) {
    const content = userFile.read(`${directory}/${place}`);
    const hash = described.entries[path]?.content;
    if (content === null) throw refused(directory, `${place} is missing`);
    if (hashContent(content) !== hash)
      throw refused(directory, `${place} is not what host.json says of ${path}`);
    contents.set(hash, content);
  }
  return createSnapshotHost({ ...described, contents });
}

function describedIn(directory: Path): Omit<Snapshot, 'contents'> {
  const text = userFile.read(`${directory}/host.json`);
  if (text === null) throw refused(directory, 'it has no host.json');
  try {
    return parseSnapshot(decodeHostText(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refused(directory, error.message, error);
  }
}

function refused(path: Path, why: string, cause?: Error): Refused {
  return new Refused({ code: 'snapshot', args: { path, why } }, { cause });
}
