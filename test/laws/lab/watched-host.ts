import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';

/**
 * A host in memory on which time passes: what is written gets a time, and so does the directory whose names change.
 * `onWrite` is told of every write before it happens (`put /etc/group`), and stops it by throwing.
 */
export function createWatchedHost(written: WrittenHost, onWrite?: (what: string) => void): Host {
  return watchedHost(createMemoryHost(written), onWrite);
}

/** The same over any host that keeps no time by itself. */
export function watchedHost(host: Host, onWrite: (what: string) => void = () => undefined): Host {
  let clock = 1000;
  const tick = () => String(++clock);
  return {
    ...host,
    async putEntry(path, entry, content) {
      onWrite(`put ${path}`);
      const old = await host.entry(path);
      await host.putEntry(path, entry && { ...entry, mtime: entry.mtime ?? tick() }, content);
      if (isInPlace(old, entry)) return;
      const directory = (path.slice(0, path.lastIndexOf('/')) || '/') as Path;
      const parent = await host.entry(directory);
      if (parent !== null) await host.putEntry(directory, { ...parent, mtime: tick() }, null);
    },
    async putTime(directory, mtime) {
      onWrite(`time ${directory}`);
      await host.putTime(directory, mtime);
    },
    async putLive(kind, key, state) {
      onWrite(`live ${key}`);
      await host.putLive(kind, key, state);
    },
    async putPackage(name, to) {
      onWrite(`package ${name}`);
      await host.putPackage(name, to);
    },
    async run(effect) {
      onWrite(`effect ${effect.do}`);
      await host.run(effect);
    },
  };
}

/** No name came, went or was replaced. */
function isInPlace(old: Entry | null, entry: Entry | null): boolean {
  if (old === null || entry === null) return old === entry;
  if (old.type === 'file' && entry.type === 'file') return old.content === entry.content;
  return old.type === 'directory' && entry.type === 'directory';
}

/** Everything that a rollback promises to put back, of these paths and settings. */
export async function look(
  host: Host,
  paths: readonly Path[],
  settings: readonly string[] = [],
): Promise<Record<string, unknown>> {
  const seen: [string, unknown][] = [];
  for (const path of paths) seen.push([path, await host.entry(path)]);
  for (const key of settings) seen.push([key, await host.live('kernel-setting', key)]);
  return Object.fromEntries(seen);
}
