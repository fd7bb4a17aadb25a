import { type AptConfig, type AptValue, aptList } from './apt-config.ts';
import { globPattern } from './glob-pattern.ts';

/** What unattended-upgrades knows of an archive when it decides whether to take packages from it. */
export interface MatchedArchive {
  readonly origin: string;
  readonly label: string;
  readonly suite: string;
  readonly codename: string;
  readonly site: string;
}

/** What its variables stand for: `${distro_id}`, `${distro_codename}`. */
export interface DistributionNames {
  readonly id: string;
  readonly codename: string;
}

/** An archive that is allowed, in the words of Origins-Pattern. */
export interface AllowedOrigin {
  readonly pattern: string;
  readonly value: AptValue;
}

const FIELDS: ReadonlyMap<string, keyof MatchedArchive | 'component'> = new Map([
  ['o', 'origin'],
  ['origin', 'origin'],
  ['l', 'label'],
  ['label', 'label'],
  ['a', 'suite'],
  ['suite', 'suite'],
  ['archive', 'suite'],
  ['n', 'codename'],
  ['codename', 'codename'],
  ['site', 'site'],
  ['c', 'component'],
  ['component', 'component'],
]);

/** Both lists of unattended-upgrades: `Allowed-Origins` (`Debian:stable`), and `Origins-Pattern`. */
export function allowedOrigins(config: AptConfig): readonly AllowedOrigin[] {
  const legacy = aptList(config, 'Unattended-Upgrade::Allowed-Origins').flatMap((value) => {
    const colon = value.value.search(/(?<!\\):/);
    const [id = '', archive = ''] =
      colon < 0 ? value.value.split(/\s+/) : [value.value.slice(0, colon), value.value.slice(colon + 1)];
    const escaped = [id, archive].map((word) => word.replaceAll('\\:', ':').replace(/(?<!\\),/g, '\\,'));
    return [{ pattern: `o=${escaped[0]},a=${escaped[1]}`, value }];
  });
  const patterns = aptList(config, 'Unattended-Upgrade::Origins-Pattern');
  return [...legacy, ...patterns.map((value) => ({ pattern: value.value, value }))];
}

/** Whether packages of an archive are taken. A component in the pattern is believed: all of them together are meant here. */
export function allowsArchive(pattern: string, archive: MatchedArchive, names: DistributionNames): boolean {
  const said = pattern.trim();
  if (said === '') return false;
  return said
    .replaceAll('\\,', '%2C')
    .split(',')
    .every((token) => {
      const [what = '', value = '', ...more] = token.split('=').map((each) => each.trim());
      const field = FIELDS.get(what);
      const wanted = substituted(value.replaceAll('%2C', ','), names);
      if (field === undefined || more.length > 0 || wanted === null) return false;
      return field === 'component' || globPattern(wanted).test(archive[field]);
    });
}

/** Null where it names a variable that unattended-upgrades does not know, and stops at. */
function substituted(value: string, { id, codename }: DistributionNames): string | null {
  const known = value
    .replaceAll(/\$(?:\{distro_id\}|distro_id\b)/g, id)
    .replaceAll(/\$(?:\{distro_codename\}|distro_codename\b)/g, codename);
  return known.includes('$') ? null : known;
}

/** Package-Blacklist: Python's regular expressions, which match from the start of a name. One that cannot be read matches nothing here. */
export function isLeftOutByName(config: AptConfig, name: string): AptValue | null {
  return (
    aptList(config, 'Unattended-Upgrade::Package-Blacklist').find(({ value }) => {
      try {
        return new RegExp(`^(?:${value})`).test(name);
      } catch {
        return false;
      }
    }) ?? null
  );
}
