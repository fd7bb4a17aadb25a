import type { KernelSettings } from '../facts/kernel-settings.ts';

/** The interfaces that the settings read are of, by name; none in an image. */
export function interfaceNames({ live }: KernelSettings): readonly string[] {
  const names = Object.keys(live ?? {}).map((path) => /^net\/ipv[46]\/conf\/([^/]+)\//.exec(path)?.[1] ?? '');
  return [...new Set(names)].filter((name) => !['', 'all', 'default'].includes(name));
}
