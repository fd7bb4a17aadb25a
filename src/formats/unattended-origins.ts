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
  const tokens = tokensOf(pattern, names);
  if (tokens === null || tokens.length === 0) return false;
  return tokens.every(
    ({ field, wanted }) => field === 'component' || globPattern(wanted).test(archive[field]),
  );
}

/** Whether unattended-upgrades stops at a pattern, and upgrades nothing: an unknown variable or word, or no `=`. */
export function isBrokenPattern(pattern: string, names: DistributionNames): boolean {
  return tokensOf(pattern, names) === null;
}

/** Null where it is broken, none where it is empty: that matches nothing. */
function tokensOf(
  pattern: string,
  names: DistributionNames,
): readonly { readonly field: keyof MatchedArchive | 'component'; readonly wanted: string }[] | null {
  const said = pattern.trim();
  if (said === '') return [];
  const tokens = said
    .replaceAll('\\,', '%2C')
    .split(',')
    .map((token) => {
      const [what = '', value, ...more] = token.split('=').map((each) => each.trim().replaceAll('%2C', ','));
      const field = FIELDS.get(what);
      const wanted = value === undefined || more.length > 0 ? null : substituted(value, names);
      return field === undefined || wanted === null ? null : { field, wanted };
    });
  return tokens.includes(null) ? null : tokens.filter((token) => token !== null);
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
  const rules = aptList(config, 'Unattended-Upgrade::Package-Blacklist');
  return rules.find(({ value }) => pythonPattern(value)?.test(name) === true) ?? null;
}

/** Null where it is none. */
export function pythonPattern(pattern: string): RegExp | null {
  const inAnyCase = pattern.startsWith('(?i)');
  try {
    return new RegExp(`^(?:${inAnyCase ? pattern.slice('(?i)'.length) : pattern})`, inAnyCase ? 'i' : '');
  } catch {
    return null;
  }
}
