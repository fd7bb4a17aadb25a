import type { ShadowEntry } from '../formats/shadow.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { UseraddDefault } from '../formats/useradd-defaults.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { type LoginAccounts, loginAccounts } from './unneeded-accounts.ts';

const DEFAULTS = '/etc/default/useradd';

/**
 * An account is given up some days after its password has ended: new accounts by useradd(8)'s default, those there are
 * by their own line. One whose password does end is for a person: it may have ended long ago, and nobody who is not
 * told the day can say whether the lock would fall at once.
 */
export function inactiveAccounts(
  given: LoginAccounts & { readonly defaults: readonly UseraddDefault[] | null },
  needed: readonly string[],
  days: number,
): readonly Requirement[] {
  const kept = needed.length === 0 ? [] : loginAccounts(given).filter(({ name }) => needed.includes(name));
  return [
    ...(given.defaults === null ? [] : [ofDefault(given.defaults, days)]),
    ...kept.flatMap(({ name }) => {
      const secret = given.secrets.find((each) => each.name === name);
      return secret?.password === 'set' ? [ofAccount(secret, days)] : [];
    }),
  ];
}

function ofDefault(defaults: readonly UseraddDefault[], days: number): Requirement {
  const said = defaults.findLast(({ name }) => name === 'INACTIVE');
  const isMet = said !== undefined && isWithin(said.value, days);
  const wish: Wish = { kind: 'entry', key: DEFAULTS, part: 'useradd:INACTIVE', desired: String(days) };
  return {
    object: 'default:INACTIVE',
    verdict: isMet ? 'met' : 'unmet',
    statement: `a new account is given up ${days} days after its password ended, at the latest`,
    evidence: [
      said === undefined
        ? { source: DEFAULTS, says: 'INACTIVE is not set: never', wins: true }
        : { source: DEFAULTS, line: said.line, says: `INACTIVE=${said.value}`, wins: true },
    ],
    wishes: isMet ? [] : [wish],
  };
}

function ofAccount({ name, line, inactive, maximum }: ShadowEntry, days: number): Requirement {
  const isMet = inactive !== null && inactive <= days;
  const ends = maximum === null ? 'its password never ends' : `its password ends after ${maximum} days`;
  const given = inactive === null ? 'it is never given up' : `it is given up ${inactive} days later`;
  const about = {
    object: `inactive:${name}`,
    statement: `${name} is given up ${days} days after its password ended, at the latest`,
    evidence: [{ source: '/etc/shadow', line, says: `${name}: ${ends}, ${given}`, wins: true }],
    wishes: [],
  };
  if (isMet) return { ...about, verdict: 'met' };
  const user = shellWord(name);
  if (maximum !== null) {
    return {
      ...about,
      verdict: 'manual',
      steps: [
        `see whether the password of ${name} has ended, for then it is locked at once: chage -l ${user}`,
        `chage --inactive ${days} ${user}`,
      ],
    };
  }
  const wish: Wish = {
    kind: 'entry',
    key: '/etc/shadow',
    part: `shadow:${name}/inactive`,
    desired: String(days),
  };
  return { ...about, verdict: 'unmet', wishes: [wish] };
}

/** useradd(8): a number of days, -1 for never. */
function isWithin(value: string, days: number): boolean {
  return /^\d+$/.test(value.trim()) && Number(value) <= days;
}
