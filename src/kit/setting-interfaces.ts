import type { SysctlConfiguration } from '../facts/sysctl-configuration.ts';
import { sysctlPath } from '../formats/sysctl-conf.ts';

/**
 * The interfaces of a per-interface key: those there are, those that files name although they are not there now, and
 * `*` where none is known (`live` is null).
 */
export function settingInterfaces(
  { files, sysctlConf, ufw }: SysctlConfiguration,
  key: string,
  live: Iterable<string> | null,
): readonly string[] {
  const [before = '', after = ''] = sysctlPath(key).split('*');
  const named = [...files, ...[sysctlConf, ufw].filter((file) => file !== null)]
    .flatMap((file) => file.assignments)
    .filter((each) => each.key.startsWith(before) && each.key.endsWith(after))
    .map((each) => each.key.slice(before.length, each.key.length - after.length))
    .filter((name) => /^[^/*?[]+$/.test(name));
  return [...new Set(['all', 'default', ...(live ?? ['*']), ...named])];
}
