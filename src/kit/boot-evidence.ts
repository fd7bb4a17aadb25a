import { bootSettings } from '../facts/boot-settings.ts';
import type { SysctlConfiguration } from '../facts/sysctl-configuration.ts';
import { globPattern } from '../formats/glob-pattern.ts';
import { sysctlName, sysctlPath } from '../formats/sysctl-conf.ts';
import type { Evidence } from '../model/requirement.ts';

/**
 * What sets a key at boot, of a per-interface key one piece of evidence per deciding line, with the interfaces it
 * decides; then the lines that say something else and lose.
 */
export function bootEvidence(
  configuration: SysctlConfiguration,
  interfaces: readonly string[],
  key: string,
  wanted: string,
): readonly Evidence[] {
  const decide = bootSettings(configuration);
  const path = (name: string) => sysctlPath(key).replace('*', name);
  const decided = interfaces.map((name) => ({ name, by: decide(path(name)) }));
  const groups = Map.groupBy(decided, ({ by }) => (by === null ? null : `${by.source}:${by.line}`));
  const winners = [...groups.values()].map((group): Evidence => {
    const names = group.map(({ name }) => (name === '*' ? 'any other interface' : name)).join(', ');
    const by = group[0]?.by ?? null;
    const each = key.includes('*');
    if (by === null) {
      const says = `no file sets ${key}${each ? ` for ${names}` : ''}`;
      return { source: '/etc/sysctl.d', says, wins: true };
    }
    const says = `${sysctlName(by.key)} = ${by.value}${each ? ` (decides ${names})` : ''}`;
    return { source: by.source, line: by.line, says, wins: true };
  });
  const winning = new Set(groups.keys());
  const { files, sysctlConf, ufw } = configuration;
  const losers = [...files, ...[sysctlConf, ufw].filter((file) => file !== null)].flatMap((file) =>
    file.assignments
      .filter(
        (each) => each.value !== null && each.value !== wanted && !winning.has(`${file.path}:${each.line}`),
      )
      .filter((each) => {
        const pattern = globPattern(each.key);
        return interfaces.some((name) => pattern.test(path(name)));
      })
      .map((each): Evidence => {
        const last = file === sysctlConf ? '; "sysctl --system" would read it last' : '';
        const says = `${sysctlName(each.key)} = ${each.value} (overridden at boot${last})`;
        return { source: file.path, line: each.line, says, wins: false };
      }),
  );
  return [...winners, ...losers];
}
