import type { KernelSettings } from '../facts/kernel-settings.ts';
import { sysctlPath } from '../formats/sysctl-conf.ts';

/** Interface name to value now of a per-interface key; null where there is no running kernel. */
export function liveValues({ live }: KernelSettings, key: string): ReadonlyMap<string, string> | null {
  if (live === null) return null;
  const [before = '', after = ''] = sysctlPath(key).split('*');
  return new Map(
    Object.entries(live)
      .filter(([path]) => path.startsWith(before) && path.endsWith(after))
      .map(([path, value]) => [path.slice(before.length, path.length - after.length), value]),
  );
}
