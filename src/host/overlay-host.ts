import { hostPath } from '../formats/host-path.ts';
import { decodeHostText, encodeHostText } from '../formats/host-text.ts';
import { setDpkgPackage } from '../formats/set-dpkg-package.ts';
import type { Entry } from '../model/entry.ts';
import type { Host, HostReader } from '../model/host.ts';
import type { Live, LiveKind } from '../model/live.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';
import { byBytes } from './by-bytes.ts';
import { fitsPattern } from './fits-pattern.ts';
import { hashContent } from './hash-content.ts';
import { refuseIfTooLarge } from './refuse-if-too-large.ts';
import { resolvePath } from './resolve-path.ts';
import { sameEntry } from './same-entry.ts';
import { statusOf } from './status-of.ts';

const DPKG_STATUS: Path = '/var/lib/dpkg/status';

interface Laid {
  readonly entry: Entry | null;
  readonly content: Uint8Array | null;
  /** A directory on the base, too, whose names show through. */
  readonly isThrough: boolean;
}

/**
 * A host over another one that is never written: what is put here is seen by later reads, everything else
 * falls through. Planning happens on it, so that the fifth change sees what the fourth will have done.
 * Observations are not overlaid: nobody knows what a process will do.
 */
export function createOverlayHost(base: HostReader): Host {
  const laid = new Map<Path, Laid>();
  const links = new Map<Path, Promise<Entry | null>>();
  const live: Record<LiveKind, Map<string, Live[LiveKind] | null>> = {
    'kernel-setting': new Map(),
    'audit-rule': new Map(),
    unit: new Map(),
    'nft-table': new Map(),
  };

  /** True where a directory above was taken away, replaced or made here, so that the base does not show through. */
  function hidden(path: Path): boolean {
    return hostPath.ancestors(path).some((p) => laid.get(p)?.isThrough === false);
  }
  async function statusAt(path: Path) {
    const over = laid.get(path);
    if (over !== undefined) return over.entry === null ? null : statusOf(over.entry);
    return hidden(path) ? null : base.status(path);
  }
  async function entryAt(path: Path) {
    const over = laid.get(path);
    if (over !== undefined) return over.entry;
    return hidden(path) ? null : base.entry(path);
  }
  /** Until something is laid, the base resolves by itself: by descriptors, in a few system calls. */
  async function look(path: Path) {
    const over = laid.get(path);
    if (over !== undefined) return over.entry;
    const status = await statusAt(path);
    if (status?.type !== 'link') return status;
    // All of a link costs a process on a real host, and every path below it asks again.
    const link = links.get(path) ?? base.entry(path);
    links.set(path, link);
    return link;
  }
  const place = (path: Path) => resolvePath(path, look, false);
  const follow = async (path: Path) => {
    if (laid.size === 0) return base.resolve(path);
    const found = await resolvePath(path, look, true);
    return found === null || (await statusAt(found)) === null ? null : found;
  };

  async function list(path: Path) {
    if (laid.size === 0) return base.list(path);
    const directory = await follow(path);
    if (directory === null || (await statusAt(directory))?.type !== 'directory') return null;
    const isBare = hidden(directory) || laid.get(directory)?.isThrough === false;
    const names = new Set(isBare ? [] : await base.list(directory));
    for (const [p, { entry }] of laid) {
      if (p === '/' || hostPath.parent(p) !== directory) continue;
      if (entry === null) names.delete(hostPath.name(p));
      else names.add(hostPath.name(p));
    }
    return [...names].sort(byBytes);
  }

  const overlay: Host = {
    identity: base.identity,
    list,
    resolve: follow,
    async status(path) {
      if (laid.size === 0) return base.status(path);
      const found = await place(path);
      return found === null ? null : statusAt(found);
    },
    async read(path) {
      if (laid.size === 0) return base.read(path);
      const found = await follow(path);
      if (found === null) return null;
      const over = laid.get(found);
      if (over === undefined) return base.read(found);
      if (over.entry?.type === 'file') {
        refuseIfTooLarge(path, over.entry.size);
        return over.content ?? base.read(found);
      }
      throw new Refused({
        code: 'wrong-type',
        args: { path, wanted: 'file', found: over.entry?.type ?? 'nothing' },
      });
    },
    async entry(path) {
      const found = await place(path);
      const entry = found === null ? null : await entryAt(found);
      if (entry?.type === 'file') refuseIfTooLarge(path, entry.size);
      return entry;
    },
    async live<K extends LiveKind>(kind: K, key: string): Promise<Live[K] | null> {
      const over = live[kind].get(key);
      return over === undefined ? base.live(kind, key) : (over as Live[K] | null);
    },
    async liveKeys(kind, pattern) {
      const keys = new Set(await base.liveKeys(kind, pattern));
      for (const [key, state] of live[kind]) {
        if (state === null) keys.delete(key);
        else if (fitsPattern(key, pattern)) keys.add(key);
      }
      return [...keys];
    },
    observe: (what) => base.observe(what),
    moment: () => base.moment(),
    checkCandidate: (tool, args, candidate) => base.checkCandidate(tool, args, candidate),
    obstacles: (path, to, bytes) => base.obstacles(path, to, bytes),
    rehearse: (script, above = []) =>
      base.rehearse(script, [
        ...[...laid].map(([path, { entry, content }]) => ({ path, entry, content })),
        ...above,
      ]),
    async putEntry(path, entry, content, kept = {}) {
      const target = await place(path);
      const found = target === null || kept.from === undefined ? null : await entryAt(target);
      if (kept.from !== undefined && !sameEntry(found, kept.from)) {
        throw new Refused({ code: 'changed-since', args: { kind: 'entry', key: path } });
      }
      if (target === null || (await statusAt(hostPath.parent(target)))?.type !== 'directory') {
        if (entry === null) return;
        throw new Refused({ code: 'parent-missing', args: { path } });
      }
      const isDirectory = (await statusAt(target))?.type === 'directory';
      if (isDirectory && entry?.type !== 'directory' && (await list(target))?.length !== 0) {
        throw new Refused({ code: 'io', args: { path, call: 'rmdir', errno: 'ENOTEMPTY' } });
      }
      const isThrough = isDirectory && !hidden(target) && laid.get(target)?.isThrough !== false;
      // Metadata alone comes without content.
      const known = content ?? laid.get(target)?.content ?? null;
      laid.set(target, { entry, content: known, isThrough: entry?.type === 'directory' && isThrough });
    },
    packageFile: (name, version) => base.packageFile(name, version),
    /** What is installed is told by dpkg's database; the files of a package are not known here, or are the base's. */
    async putPackage(name, to) {
      const text = decodeHostText((await overlay.read(DPKG_STATUS)) ?? new Uint8Array());
      const content = encodeHostText(setDpkgPackage(text, name, to?.version ?? null));
      const metadata = { mode: 0o644, uid: 0, gid: 0, mtime: null, xattrs: {}, flags: '' };
      const entry = {
        type: 'file',
        content: hashContent(content),
        size: content.length,
        ...metadata,
      } as const;
      laid.set((await follow(DPKG_STATUS)) ?? DPKG_STATUS, { entry, content, isThrough: false });
    },
    async putTime(directory, mtime) {
      const entry = await overlay.entry(directory);
      if (entry?.type === 'directory') await overlay.putEntry(directory, { ...entry, mtime }, null);
    },
    async keepingPlace() {
      return '/.holdfast';
    },
    async putLive(kind, key, state) {
      live[kind].set(key, state);
    },
    // A unit that runs is running afterwards, any other is left alone: nothing that is seen here changes.
    run: async () => undefined,
    startTimer: async () => undefined,
    stopTimer: async () => undefined,
    probe: async () => null,
  };
  return overlay;
}
