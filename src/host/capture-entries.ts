import { hostPath } from '../formats/host-path.ts';
import type { Entry, Hash, Status } from '../model/entry.ts';
import type { HostReader } from '../model/host.ts';
import type { Name, Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import type { CapturedEntry, Snapshot } from '../model/snapshot.ts';
import { hashContent } from './hash-content.ts';
import { resolvePath } from './resolve-path.ts';
import { sortedByKey } from './sorted-by-key.ts';

type Asked = <T>(question: string, ask: () => Promise<T>) => Promise<T>;
type EntryReader = Pick<HostReader, 'resolve' | 'status' | 'list' | 'read' | 'entry'>;

interface CapturedEntries {
  readonly reader: EntryReader;
  captured(): Pick<Snapshot, 'entries' | 'contents'>;
}

/**
 * The half of a capturing host that is about files. Whatever path is asked for, every name on the way is
 * remembered under its real place, links with their targets: the captured host then answers by walking, as the
 * real one did, also to questions in other words.
 */
export function captureEntries(reader: EntryReader, asked: Asked): CapturedEntries {
  const statuses = new Map<Path, Status | null>();
  const states = new Map<Path, Pick<CapturedEntry, 'target' | 'xattrs' | 'flags'>>();
  const contents = new Map<Path, Uint8Array>();
  const followed = new Map<Path, Promise<Path | null>>();
  const listed = new Map<Path, readonly Name[]>();

  const ask = {
    status: (path: Path) => asked(`status ${path}`, () => reader.status(path)),
    entry: (path: Path) => asked(`entry ${path}`, () => reader.entry(path)),
    resolve: (path: Path) => asked(`resolve ${path}`, () => reader.resolve(path)),
  };

  /** Of a real path: no link on the way to it. */
  async function remember(path: Path): Promise<Status | null> {
    const known = statuses.get(path);
    if (known !== undefined) return known;
    const status = await ask.status(path);
    statuses.set(path, status);
    return status;
  }

  async function look(path: Path): Promise<{ readonly type: string; readonly target?: string } | null> {
    const status = await remember(path);
    if (status?.type !== 'link') return status;
    return { type: 'link', target: await targetOf(path) };
  }

  /** Only the whole entry has a link's own words. Where its attributes cannot be read, the place it leads to does. */
  async function targetOf(path: Path): Promise<string> {
    const known = states.get(path)?.target;
    if (known !== undefined) return known;
    const entry = await orNull(() => ask.entry(path));
    if (entry?.type === 'link') {
      rememberState(path, entry);
      return entry.target;
    }
    const target = await orNull(() => ask.resolve(path));
    if (target === null) statuses.set(NOWHERE, null);
    states.set(path, { target: target ?? NOWHERE });
    return target ?? NOWHERE;
  }

  function rememberState(path: Path, entry: Entry): void {
    const { xattrs, flags } = entry;
    states.set(path, { xattrs, flags, ...(entry.type === 'link' ? { target: entry.target } : {}) });
  }

  /** The real place of a path, links followed, as far as one can walk: the host's own refusal is what is kept of that. */
  function follow(path: Path): Promise<Path | null> {
    const known = followed.get(path) ?? walk(path);
    followed.set(path, known);
    return known;
  }

  async function walk(path: Path): Promise<Path | null> {
    await orNull(() => remember('/'));
    return orNull(() => resolvePath(path, look, true));
  }

  /** The same for the name itself, which may be a link. */
  async function place(path: Path): Promise<Path | null> {
    const directory = await follow(hostPath.parent(path));
    if (path === '/') return path;
    if (directory === null || statuses.get(directory)?.type !== 'directory') return null;
    const real = hostPath.join(directory, hostPath.name(path));
    await orNull(() => remember(real));
    return real;
  }

  function listing(path: Path): Pick<CapturedEntry, 'listed' | 'unseen'> {
    const names = listed.get(path);
    if (names === undefined) return {};
    const unseen = names.filter((name) => !statuses.has(hostPath.join(path, name)));
    return { listed: true, ...(unseen.length > 0 ? { unseen } : {}) };
  }

  return {
    reader: {
      async resolve(path) {
        await follow(path);
        return ask.resolve(path);
      },
      async status(path) {
        await place(path);
        return ask.status(path);
      },
      async list(path) {
        const real = await follow(path);
        const names = await asked(`list ${path}`, () => reader.list(path));
        if (names === null || real === null || listed.has(real)) return names;
        listed.set(real, names);
        for (const name of names) await orNull(() => remember(hostPath.join(real, name)));
        return names;
      },
      async read(path) {
        const real = await follow(path);
        const content = await asked(`read ${path}`, () => reader.read(path));
        if (content !== null && real !== null) contents.set(real, content);
        return content;
      },
      async entry(path) {
        const real = await place(path);
        const entry = await ask.entry(path);
        if (entry === null || real === null) return entry;
        rememberState(real, entry);
        // A snapshot names contents by the hash of what it holds: without the content it could name none.
        if (entry.type === 'file' && !contents.has(real)) {
          const content = await asked(`read ${real}`, () => reader.read(real));
          if (content !== null) contents.set(real, content);
        }
        return entry;
      },
    },
    captured() {
      const devices = new Map<string, string>();
      const blobs = new Map<Hash, Uint8Array>();
      const entries = Object.entries(sortedByKey(statuses)).map(([key, status]) => {
        if (status === null) return [key, null];
        const path = key as Path;
        const content = contents.get(path);
        const hash = content === undefined ? undefined : hashContent(content);
        if (content !== undefined && hash !== undefined) blobs.set(hash, content);
        const device = devices.get(status.device) ?? String(devices.size);
        devices.set(status.device, device);
        const entry: CapturedEntry = {
          ...status,
          device,
          ...states.get(path),
          ...(hash === undefined ? {} : { content: hash }),
          ...listing(path),
        };
        return [key, entry];
      });
      return { entries: Object.fromEntries(entries), contents: blobs };
    },
  };
}

/** Leads to nothing on any host: a target that could not be read, of a link that leads nowhere. */
const NOWHERE = '/.nowhere';

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
