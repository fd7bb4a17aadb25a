import { isDeepStrictEqual } from 'node:util';
import { decodeHostText } from '../../../src/formats/host-text.ts';
import type { Host, HostReader } from '../../../src/model/host.ts';
import type { LiveKind } from '../../../src/model/live.ts';
import type { Path } from '../../../src/model/path.ts';
import { watchedHost } from './watched-host.ts';

const DPKG_STATUS: Path = '/var/lib/dpkg/status';

/** A host on which time passes and every write is noted. */
export interface LawHost {
  readonly host: Host;
  /** What was written, in order. */
  readonly written: readonly string[];
  /** What was written at any time and now is other than on the base, files and live state. */
  differences(): Promise<readonly string[]>;
}

/** `laid` lies over the base and takes what is written. */
export function lawHost(base: HostReader, laid: Host): LawHost {
  const written: string[] = [];
  const paths = new Set<Path>();
  const live = new Map<string, readonly [LiveKind, string]>();
  const packages = new Set<string>();
  const noting: Host = {
    ...laid,
    // Nothing keeps old inodes here, and a captured host was never asked for them.
    status: async (path) => (path === (await laid.keepingPlace(path)) ? null : laid.status(path)),
    async putEntry(path, entry, content, kept) {
      paths.add(path);
      await laid.putEntry(path, entry, content, kept);
    },
    async putLive(kind, key, state) {
      live.set(`${kind} ${key}`, [kind, key]);
      await laid.putLive(kind, key, state);
    },
    async putPackage(name, to) {
      packages.add(name);
      await laid.putPackage(name, to);
    },
  };
  return {
    host: watchedHost(noting, (what) => void written.push(what)),
    written,
    async differences() {
      const found: string[] = [];
      for (const path of paths) {
        if (!isDeepStrictEqual(await laid.entry(path), await base.entry(path))) found.push(path);
      }
      for (const [name, [kind, key]] of live) {
        if (!isDeepStrictEqual(await liveOf(laid, kind, key), await liveOf(base, kind, key)))
          found.push(name);
      }
      const isInstalledOtherwise =
        packages.size > 0 && (await textOf(laid, DPKG_STATUS)) !== (await textOf(base, DPKG_STATUS));
      return isInstalledOtherwise ? [...found, `packages ${[...packages].join(', ')}`] : found;
    },
  };
}

async function textOf(host: HostReader, path: Path): Promise<string> {
  return decodeHostText((await host.read(path)) ?? new Uint8Array());
}

/** Audit rules are a list: their order counts. */
function liveOf(host: HostReader, kind: LiveKind, key: string): Promise<unknown> {
  return kind === 'audit-rule' ? host.liveKeys(kind, '*') : host.live(kind, key);
}
