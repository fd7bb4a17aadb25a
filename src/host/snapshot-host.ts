import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import type { Entry, Hash } from '../model/entry.ts';
import type { HostReader } from '../model/host.ts';
import type { Live, LiveKind } from '../model/live.ts';
import type { Path } from '../model/path.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { CapturedEntry, Snapshot } from '../model/snapshot.ts';
import { byBytes } from './by-bytes.ts';
import { fitsPattern } from './fits-pattern.ts';
import { resolvePath } from './resolve-path.ts';

interface Found {
  readonly path: Path;
  readonly entry: CapturedEntry;
}

/**
 * A captured host. It answers as the captured one did, refusals included. What was not looked at then is
 * not known now: that is a refusal, never an absence, or a playbook written later would judge by it.
 */
export function createSnapshotHost(snapshot: Snapshot): HostReader {
  const entries = new Map(Object.entries(snapshot.entries) as [Path, CapturedEntry | null][]);
  const refused = new Map(Object.entries(snapshot.refused));
  const obstacles = new Map(Object.entries(snapshot.obstacles) as [Path, readonly Refusal[]][]);
  const observations = new Map(snapshot.observations.map((seen) => [JSON.stringify(seen.what), seen]));
  const live = new Map(
    (Object.entries(snapshot.live) as [LiveKind, Snapshot['live'][LiveKind]][]).map(
      ([kind, { keys, states }]) => [
        kind,
        {
          keys: new Map(Object.entries(keys)),
          states: new Map<string, Live[LiveKind] | null>(Object.entries(states)),
        },
      ],
    ),
  );
  const children = childrenOf(entries);
  const followed = new Map<Path, Promise<Found | null>>();

  function refuseAsThen(question: string): void {
    const refusal = refused.get(question);
    if (refusal !== undefined) throw new Refused(refusal);
  }

  function known(path: Path): CapturedEntry | null {
    refuseAsThen(`status ${path}`);
    const entry = entries.get(path);
    if (entry !== undefined) return entry;
    const parent = path === '/' ? undefined : entries.get(hostPath.parent(path));
    if (parent === null || parent?.listed === true) return null;
    throw notCaptured(path);
  }

  async function look(path: Path): Promise<{ readonly type: string; readonly target?: string } | null> {
    const entry = known(path);
    return entry === null || entry.target === undefined ? entry : { type: entry.type, target: entry.target };
  }
  /** A link of a listed directory that nobody followed has no target here. */
  async function lookThrough(path: Path): ReturnType<typeof look> {
    const found = await look(path);
    if (found?.type === 'link' && found.target === undefined) throw notCaptured(`where ${path} leads`);
    return found;
  }
  function follow(path: Path): Promise<Found | null> {
    const walked = followed.get(path) ?? resolvePath(path, lookThrough, true).then(found);
    followed.set(path, walked);
    return walked;
  }
  async function place(path: Path): Promise<Found | null> {
    const directory = path === '/' ? null : await follow(hostPath.parent(path));
    if (path === '/') return found(path);
    if (directory?.entry.type !== 'directory') return null;
    return found(hostPath.join(directory.path, hostPath.name(path)));
  }
  function found(path: Path | null): Found | null {
    const entry = path === null ? null : known(path);
    return path === null || entry === null ? null : { path, entry };
  }
  function contentOf(hash: Hash | undefined, path: Path): Uint8Array {
    const content = hash === undefined ? undefined : snapshot.contents.get(hash);
    if (content === undefined) throw notCaptured(`the content of ${path}`);
    return content;
  }

  return {
    identity: { ...snapshot.host, root: '/' },
    async resolve(path) {
      refuseAsThen(`resolve ${path}`);
      return (await follow(path))?.path ?? null;
    },
    async status(path) {
      refuseAsThen(`status ${path}`);
      const entry = (await place(path))?.entry;
      if (entry === undefined) return null;
      const { type, mode, uid, gid, size, mtime, links, device } = entry;
      return { type, mode, uid, gid, size, mtime, links, device };
    },
    async list(path) {
      refuseAsThen(`list ${path}`);
      const directory = await follow(path);
      if (directory?.entry.type !== 'directory') return null;
      if (directory.entry.listed !== true) throw notCaptured(`the names in ${path}`);
      return [...(children.get(directory.path) ?? []), ...(directory.entry.unseen ?? [])].sort(byBytes);
    },
    async read(path) {
      refuseAsThen(`read ${path}`);
      const file = await follow(path);
      if (file === null) return null;
      if (file.entry.type !== 'file') {
        throw new Refused({ code: 'wrong-type', args: { path, wanted: 'file', found: file.entry.type } });
      }
      return contentOf(file.entry.content, path);
    },
    async entry(path) {
      refuseAsThen(`entry ${path}`);
      const at = await place(path);
      return at === null ? null : wholeEntry(at.path, at.entry);
    },
    async live<K extends LiveKind>(kind: K, key: string): Promise<Live[K] | null> {
      refuseAsThen(`live ${kind} ${key}`);
      const state = live.get(kind)?.states.get(key);
      if (state !== undefined) return state as Live[K] | null;
      if (snapshot.host.type === 'image') return null;
      for (const [pattern, keys] of live.get(kind)?.keys ?? []) {
        if (!fitsPattern(key, pattern)) continue;
        if (!keys.includes(key)) return null;
        // A loaded audit rule has no state but that it is there.
        if (kind === 'audit-rule') return true as Live[K];
      }
      throw notCaptured(`${kind} ${key}`);
    },
    async liveKeys(kind, pattern) {
      refuseAsThen(`liveKeys ${kind} ${pattern}`);
      const keys = live.get(kind)?.keys.get(pattern);
      if (keys !== undefined) return keys;
      if (snapshot.host.type === 'image') return [];
      throw notCaptured(`${kind} ${pattern}`);
    },
    async observe(what) {
      const seen = observations.get(JSON.stringify(what));
      if (seen === undefined) throw notCaptured(JSON.stringify(what));
      if ('refusal' in seen) throw new Refused(seen.refusal);
      return encodeHostText(seen.says);
    },
    // A captured host has no programs to run, and this machine's would answer for another one.
    moment: () => ({ boot: null, uptimeMs: 0 }),
    checkCandidate: async () => null,
    rehearse: async () => null,
    packageFile: async (name, version) => encodeHostText(`${name} ${version}`),
    obstacles: async (path) => obstacles.get(path) ?? [],
  };

  function wholeEntry(path: Path, captured: CapturedEntry): Entry {
    const { type, mode, uid, gid, mtime, xattrs, flags, target, content } = captured;
    if (xattrs === undefined || flags === undefined) throw notCaptured(`the attributes of ${path}`);
    const metadata = { mode, uid, gid, mtime, xattrs, flags };
    if (type === 'file') {
      const bytes = contentOf(content, path);
      return { type, content: content ?? '', size: bytes.length, ...metadata };
    }
    if (type === 'link') return { type, target: target ?? '', ...metadata };
    return { type, ...metadata };
  }
}

function childrenOf(entries: ReadonlyMap<Path, CapturedEntry | null>): ReadonlyMap<Path, readonly string[]> {
  const children = new Map<Path, string[]>();
  for (const [path, entry] of entries) {
    if (entry === null || path === '/') continue;
    const parent = hostPath.parent(path);
    const names = children.get(parent) ?? [];
    names.push(hostPath.name(path));
    children.set(parent, names);
  }
  return children;
}

function notCaptured(what: string): Refused {
  return new Refused({ code: 'not-observable', args: { what: `${what} (not captured)` } });
}
