import { shellWord } from '../formats/shell-word.ts';
import type { Evidence } from '../model/requirement.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import type { SudoHolders } from './sudo-holders.ts';

/** Why a program must not ask these users for a password from now on, and what lifts it. */
export interface CutOff {
  readonly evidence: readonly Evidence[];
  readonly steps: readonly string[];
  /** Accounts that are allowed to do without, whom only a rule of their own can spare. */
  readonly kept: readonly string[];
}

/**
 * Whom asking for a password would cut off: accounts without one to give, accounts that are allowed to do without,
 * and users of a directory service, whose passwords this host does not know. Null where it is nobody. `isOfRoot`: sudo asks for root's password.
 */
export function sudoCutOff(
  given: SudoAccounts,
  holders: SudoHolders,
  allowed: readonly string[],
  isOfRoot = false,
): CutOff | null {
  const kept = holders.users.filter(({ name }) => allowed.includes(name));
  const asked = holders.users.filter(({ name }) => !allowed.includes(name));
  const strangers = holders.strangers.filter((name) => !allowed.includes(name));
  const locked = asked.flatMap((user) => {
    const { name, line } = isOfRoot ? (given.users.find(({ uid }) => uid === 0) ?? user) : user;
    const secret = given.secrets.find((each) => each.name === name);
    if (secret?.password === 'set') return [];
    return [
      secret === undefined
        ? {
            name,
            source: '/etc/passwd',
            line,
            says: `${name} has no line in /etc/shadow, and so no password`,
          }
        : {
            name,
            source: '/etc/shadow',
            line: secret.line,
            says: `${name} has ${secret.password === 'none' ? 'an empty' : 'a locked'} password`,
          },
    ];
  });
  if (kept.length + locked.length + strangers.length === 0) return null;
  return {
    kept: kept.map(({ name }) => name),
    evidence: [
      ...kept.map(({ name, line }) => ({
        source: '/etc/passwd',
        line,
        says: `${name} is in "allowed" and may do without a password`,
        wins: false,
      })),
      ...locked.map(({ source, line, says }) => ({ source, line, says, wins: true })),
      ...strangers.map((name) => ({
        source: '/etc/nsswitch.conf',
        says: `${name} may be of a directory service (passwd: ${given.sources.passwd.join(' ')}), whose passwords are not known here`,
        wins: true,
      })),
    ],
    steps: [
      ...locked.map(
        ({ name, source, line }) =>
          `${name} would have no password to give (${source}, line ${line}): passwd ${shellWord(name)} gives it one`,
      ),
      ...(locked.length === 0
        ? []
        : [
            `an automation account that must do without is named in /etc/holdfast/policy.ini, in the section [sudo/password-required]: allowed = ${[...allowed, ...locked.map(({ name }) => name)].join(', ')}`,
          ]),
      ...strangers.map((name) => `see in the directory that whoever is meant by ${name} has a password`),
    ],
  };
}
