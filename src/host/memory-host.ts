import { hostPath } from '../formats/host-path.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { setDpkgPackage } from '../formats/set-dpkg-package.ts';
import type { Entry, Metadata } from '../model/entry.ts';
import type { Host, HostIdentity } from '../model/host.ts';
import type { Live, LiveKind, UnitState } from '../model/live.ts';
import type { Observation } from '../model/observation.ts';
import type { Path } from '../model/path.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { byBytes } from './by-bytes.ts';
import { fitsPattern } from './fits-pattern.ts';
import { hashContent } from './hash-content.ts';
import { refuseIfTooLarge } from './refuse-if-too-large.ts';
import { resolvePath } from './resolve-path.ts';
import { sameEntry } from './same-entry.ts';
import { statusOf } from './status-of.ts';

/** A file by its text, or any entry with what differs from the usual: root's, 0644 or 0755, time 0. */
export type WrittenEntry =
  | string
  | ({ readonly content?: string | Uint8Array } & Partial<Metadata>)
  | ({ readonly link: string } & Partial<Metadata>)
  | ({ readonly directory: true } & Partial<Metadata>)
  | ({ readonly socket: true } & Partial<Metadata>);

export interface WrittenHost {
  readonly type?: HostIdentity['type'];
  readonly machine?: string | null;
  /** Parents need not be written down. */
  readonly entries?: { readonly [path: Path]: WrittenEntry };
  readonly live?: {
    readonly 'kernel-setting'?: { readonly [path: string]: string };
    readonly 'audit-rule'?: readonly string[];
    readonly unit?: { readonly [name: string]: UnitState };
    readonly 'nft-table'?: { readonly [familyAndName: string]: string };
  };
  readonly observations?: readonly (readonly [Observation, string])[];
}

const DPKG_STATUS: Path = '/var/lib/dpkg/status';

type AnyLive = Live[LiveKind];

/** A host that is nothing but data: for tests, and for captured hosts. Keeps to the same contract as the real one. */
export function createMemoryHost(written: WrittenHost = {}): Host {
  const identity: HostIdentity = {
    type: written.type ?? 'live',
    machine: written.machine ?? null,
    root: '/',
  };
  const entries = new Map<Path, Entry>([['/', { type: 'directory', ...metadata({}, 0o755) }]]);
  const contents = new Map<string, Uint8Array>();
  const observations = new Map(written.observations?.map(([what, says]) => [JSON.stringify(what), says]));
  const live: Record<LiveKind, Map<string, AnyLive>> = {
    'kernel-setting': new Map(Object.entries(written.live?.['kernel-setting'] ?? {})),
    'audit-rule': new Map(written.live?.['audit-rule']?.map((rule) => [rule, true as const])),
    unit: new Map(Object.entries(written.live?.unit ?? {})),
    'nft-table': new Map(Object.entries(written.live?.['nft-table'] ?? {})),
  };

  for (const [path, entry] of Object.entries(written.entries ?? {}) as [Path, WrittenEntry][]) {
    for (const parent of hostPath.ancestors(path)) {
      if (!entries.has(parent)) entries.set(parent, { type: 'directory', ...metadata({}, 0o755) });
    }
    entries.set(path, fromWritten(entry));
  }

  function fromWritten(entry: WrittenEntry): Entry {
    if (typeof entry === 'string') return fromWritten({ content: entry });
    if ('link' in entry) return { type: 'link', target: entry.link, ...metadata(entry, 0o777) };
    if ('directory' in entry) return { type: 'directory', ...metadata(entry, 0o755) };
    if ('socket' in entry) return { type: 'socket', ...metadata(entry, 0o755) };
    const { content: given = '' } = entry;
    const content = typeof given === 'string' ? encodeHostText(given) : given;
    const hash = hashContent(content);
    contents.set(hash, content);
    return { type: 'file', content: hash, size: content.length, ...metadata(entry, 0o644) };
  }

  const look = async (path: Path) => entries.get(path) ?? null;
  const place = (path: Path) => resolvePath(path, look, false);
  const follow = (path: Path) => resolvePath(path, look, true);
  const at = (path: Path | null) => (path === null ? undefined : entries.get(path));
  const children = (directory: Path) =>
    [...entries.keys()].filter((path) => path !== '/' && hostPath.parent(path) === directory);

  return {
    identity,
    async resolve(path) {
      const found = await follow(path);
      return at(found) === undefined ? null : found;
    },
    async status(path) {
      const entry = at(await place(path));
      return entry === undefined ? null : statusOf(entry);
    },
    async list(path) {
      const directory = await follow(path);
      if (directory === null || at(directory)?.type !== 'directory') return null;
      return children(directory).map(hostPath.name).sort(byBytes);
    },
    async read(path) {
      const entry = at(await follow(path));
      if (entry === undefined) return null;
      if (entry.type !== 'file')
        throw new Refused({ code: 'wrong-type', args: { path, wanted: 'file', found: entry.type } });
      refuseIfTooLarge(path, entry.size);
      return contents.get(entry.content) ?? new Uint8Array();
    },
    async entry(path) {
      const entry = at(await place(path));
      if (entry?.type === 'file') refuseIfTooLarge(path, entry.size);
      return entry ?? null;
    },
    async live<K extends LiveKind>(kind: K, key: string): Promise<Live[K] | null> {
      return (live[kind].get(key) ?? null) as Live[K] | null;
    },
    async liveKeys(kind, pattern) {
      return [...live[kind].keys()].filter((key) => fitsPattern(key, pattern));
    },
    async observe(what) {
      const says = observations.get(JSON.stringify(what));
      if (says === undefined)
        throw new Refused({ code: 'not-observable', args: { what: JSON.stringify(what) } });
      return Buffer.from(says);
    },
    moment: () => ({ boot: 'memory', uptimeMs: 0 }),
    // A captured host has no programs to run.
    checkCandidate: async () => null,
    rehearse: async () => null,
    packageFile: async (name, version) => encodeHostText(`${name} ${version}`),
    async obstacles(path) {
      const found: Refusal[] = [];
      const changed = (await place(path)) ?? path;
      for (const p of [changed, hostPath.parent(changed)]) {
        const flag = /[ai]/.exec(entries.get(p)?.flags ?? '')?.[0];
        if (flag !== undefined) found.push({ code: 'immutable', args: { path: p, flag } });
      }
      return found;
    },
    async putEntry(path, entry, content, kept = {}) {
      const target = await place(path);
      if (kept.from !== undefined && !sameEntry(at(target) ?? null, kept.from)) {
        throw new Refused({ code: 'changed-since', args: { kind: 'entry', key: path } });
      }
      if (target === null || at(hostPath.parent(target))?.type !== 'directory') {
        if (entry === null) return;
        throw new Refused({ code: 'parent-missing', args: { path } });
      }
      if (
        entries.get(target)?.type === 'directory' &&
        entry?.type !== 'directory' &&
        children(target).length > 0
      ) {
        throw new Refused({ code: 'io', args: { path, call: 'rmdir', errno: 'ENOTEMPTY' } });
      }
      if (entry === null) entries.delete(target);
      else entries.set(target, entry);
      // Metadata alone comes without content.
      if (entry?.type === 'file' && content !== null) contents.set(entry.content, content);
    },
    async putPackage(name, to) {
      const before = at(DPKG_STATUS);
      const text =
        before?.type === 'file' ? decodeHostText(contents.get(before.content) ?? new Uint8Array()) : '';
      const entry = fromWritten(setDpkgPackage(text, name, to?.version ?? null));
      entries.set(DPKG_STATUS, { ...before, ...entry });
    },
    async putTime(directory, mtime) {
      const target = await place(directory);
      const entry = at(target);
      if (target !== null && entry?.type === 'directory') entries.set(target, { ...entry, mtime });
    },
    async keepingPlace() {
      return '/.holdfast';
    },
    async putLive(kind, key, state) {
      if (state === null) live[kind].delete(key);
      else live[kind].set(key, state);
    },
    // A unit that runs is running afterwards, any other is left alone.
    run: async () => undefined,
    startTimer: async () => undefined,
    stopTimer: async () => undefined,
    probe: async () => null,
  };
}

function metadata(given: Partial<Metadata>, mode: number): Metadata {
  return {
    mode: given.mode ?? mode,
    uid: given.uid ?? 0,
    gid: given.gid ?? 0,
    mtime: given.mtime ?? '0',
    xattrs: given.xattrs ?? {},
    flags: given.flags ?? '',
  };
}
