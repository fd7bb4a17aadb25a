import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Kind } from '../model/kind.ts';
import { settingFamily } from './setting-family.ts';

/** Values by their path below /proc/sys. */
type Settings = { readonly [path: string]: string };

/**
 * A kernel setting, by its key in the words of sysctl(8): `net.ipv4.conf.*.send_redirects`, where `*` is every
 * interface there is. Interfaces come and go, so they are matched again when the change is made: one that has
 * gone is skipped, one that has come takes the value of `default`, which the kernel would have given it.
 *
 * A setting that takes others with it (`net.ipv4.ip_forward`) has those as part of its state, so that its undo is
 * exact for interfaces that differed; and what the kernel resets besides is kept as it was.
 */
export const kernelSettingKind: Kind = {
  undo: () => 'exact',

  async read(host, key) {
    const values: [string, string][] = [];
    for (const path of [...(await pathsNow(host, key)), ...(settingFamily(pathOf(key))?.resets ?? [])]) {
      const value = await host.live('kernel-setting', path);
      if (value !== null) values.push([path, value]);
    }
    return Object.fromEntries(values);
  },

  /** One value for all, or what `part` told of values that differ. */
  want(before, parts, _blobs, key) {
    const desired = parts[0]?.desired;
    if (typeof desired !== 'string' && (typeof desired !== 'object' || desired === null))
      throw new Error('a kernel setting is a string, or strings by path');
    const wanted = typeof desired === 'string' ? null : settings(desired);
    const changed = Object.entries(own(before)).map(([path, now]) => [
      path,
      wanted === null ? desired : (wanted[path] ?? wanted[defaultOf(key)] ?? now),
    ]);
    return { ...settings(before), ...Object.fromEntries(changed) };
  },

  async put(host, key, to) {
    const wanted = settings(to);
    const kept = await keptValues(host, key, wanted);
    for (const path of await pathsNow(host, key)) {
      const value = wanted[path] ?? wanted[defaultOf(key)];
      const now = await host.live('kernel-setting', path);
      // One that has gone meanwhile is skipped: to fail here would keep a run from ever being undone.
      if (value === undefined || now === null || now === value) continue;
      await host.putLive('kernel-setting', path, value);
    }
    for (const [path, value] of kept) {
      const now = await host.live('kernel-setting', path);
      if (now !== null && now !== value) await host.putLive('kernel-setting', path, value);
    }
  },

  where(now, { before, after }) {
    const [found, old, wanted] = [own(now), own(before), own(after)];
    const known = Object.keys(found).filter((path) => path in old && path in wanted);
    if (known.every((path) => found[path] === wanted[path])) return 'after';
    if (known.every((path) => found[path] === old[path])) return 'before';
    return known.every((path) => found[path] === old[path] || found[path] === wanted[path])
      ? 'between'
      : 'foreign';
  },

  rematch(now, { after }) {
    const wanted = settings(after);
    const fallback = Object.entries(wanted).find(([path]) => /\/default\//.test(path))?.[1];
    const matched = Object.keys(settings(now)).map((path) => [path, wanted[path] ?? fallback]);
    return { before: now, after: Object.fromEntries(matched.filter(([, value]) => value !== undefined)) };
  },

  stable(state) {
    const fixed = Object.entries(own(state)).filter(([path]) => !isInterface(path));
    return Object.fromEntries(fixed);
  },

  show(before, after, _blobs, key) {
    const [old, wanted] = [own(before), own(after)];
    const lines = Object.keys(wanted)
      .filter((path) => old[path] !== wanted[path])
      .map((path) => ({
        what: `/proc/sys/${path}`,
        before: old[path] ?? 'absent',
        after: wanted[path] ?? 'absent',
      }));
    return { type: 'lines', subject: key, lines };
  },

  /** The value where all have the same; else the values by path. */
  part(state) {
    const values = new Set(Object.values(own(state)));
    const [value = null] = values;
    return values.size > 1 ? own(state) : value;
  },
};

function settings(state: Json): Settings {
  return state as Settings;
}

/** sysctl(8): dots separate, unless the first separator is a slash; the other one then stands for itself. */
function pathOf(key: string): string {
  if (/^[^.]*\//.test(key)) return key;
  return [...key].map((letter) => (letter === '.' ? '/' : letter === '/' ? '.' : letter)).join('');
}

function defaultOf(key: string): string {
  const path = pathOf(key);
  return (settingFamily(path)?.follows ?? path).replace('*', 'default');
}

/** The one that others follow comes first: what is written before it would be overwritten. */
async function pathsNow(host: HostReader, key: string): Promise<readonly string[]> {
  const path = pathOf(key);
  const pattern = settingFamily(path)?.follows ?? path;
  const matched = pattern.includes('*') ? await host.liveKeys('kernel-setting', pattern) : [];
  return [...new Set(path.includes('*') ? matched : [path, ...matched])];
}

/** A setting's state without what the kernel resets when it is written, which is nobody's wish here. */
function own(state: Json): Settings {
  const values = Object.entries(settings(state));
  const resets = values.flatMap(([path]) => settingFamily(path)?.resets ?? []);
  return Object.fromEntries(values.filter(([path]) => !resets.includes(path)));
}

/** What is to be kept through a write: as it is, or as it was where an interrupted write has left it reset. */
async function keptValues(host: HostReader, key: string, to: Settings): Promise<ReadonlyMap<string, string>> {
  const kept = new Map<string, string>();
  const path = pathOf(key);
  for (const reset of settingFamily(path)?.resets ?? []) {
    const now = await host.live('kernel-setting', reset);
    if (now === null) continue;
    const isReset = now !== (await host.live('kernel-setting', path));
    kept.set(reset, isReset ? (to[reset] ?? now) : now);
  }
  return kept;
}

/** `all` and `default` are always there; every other name below conf or neigh is an interface of the moment. */
function isInterface(path: string): boolean {
  const name = /^net\/ipv[46]\/(?:conf|neigh)\/([^/]+)\//.exec(path)?.[1];
  return name !== undefined && name !== 'all' && name !== 'default';
}
