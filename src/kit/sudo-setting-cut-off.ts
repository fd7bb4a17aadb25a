import type { Sudoers } from '../facts/sudoers.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { PlacedSudoersStatement } from '../formats/sudoers-file.ts';
import type { SudoersMember } from '../formats/sudoers-statement.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import { type CutOff, sudoCutOff } from './sudo-cut-off.ts';
import { type SudoHolders, sudoHolders } from './sudo-holders.ts';

/** Whom it would cut off to set right what these Defaults lines set wrong; null where nobody. */
export function sudoSettingCutOff(
  given: SudoAccounts,
  policy: Sudoers,
  allowed: readonly string[],
  name: string,
  wrong: readonly PlacedSudoersStatement[],
): CutOff | null {
  if (name === 'timestamp_timeout') return null;
  if (name === 'exempt_group') {
    return sudoCutOff(given, sudoHolders(given, policy, [exemptGroups(wrong)]), allowed);
  }
  const byDefaults = sudoHolders(
    given,
    policy,
    usersOfRules(policy, (nopasswd) => nopasswd !== true),
  );
  const spared = sudoHolders(
    given,
    policy,
    usersOfRules(policy, (nopasswd) => nopasswd === true),
  );
  const asked = within(byDefaults, scopedUsers(given, policy, wrong));
  const concerned = {
    ...asked,
    users: asked.users.filter((user) => !(allowed.includes(user.name) && spared.users.includes(user))),
  };
  const open = name === 'authenticate' ? null : openToAll(policy, name);
  return open ?? sudoCutOff(given, concerned, allowed);
}

/** The lists of users of all rules with a command whose password tag is such. */
function usersOfRules(
  { statements }: Sudoers,
  isMeant: (nopasswd: boolean | null) => boolean,
): readonly (readonly SudoersMember[])[] {
  return statements.flatMap(({ statement }) =>
    statement.type === 'rule' &&
    statement.privileges.some(({ commands }) => commands.some(({ nopasswd }) => isMeant(nopasswd)))
      ? [statement.users]
      : [],
  );
}

/** Those whom Defaults lines speak of; null where one speaks of everybody. */
function scopedUsers(
  given: SudoAccounts,
  policy: Sudoers,
  placed: readonly PlacedSudoersStatement[],
): SudoHolders | null {
  const lists = placed.map(({ statement }) =>
    statement.type === 'defaults' && statement.scope.of === 'user' ? statement.scope.members : null,
  );
  if (lists.includes(null)) return null;
  return sudoHolders(
    given,
    policy,
    lists.filter((list) => list !== null),
  );
}

function within(holders: SudoHolders, scope: SudoHolders | null): SudoHolders {
  if (scope === null) return holders;
  return { users: holders.users.filter((user) => scope.users.includes(user)), strangers: scope.strangers };
}

/**
 * SUSE's `ALL ALL=(ALL) ALL` gives root to whoever knows root's password. Asked for their own instead, everybody
 * would be root.
 */
function openToAll(policy: Sudoers, name: string): CutOff | null {
  const open = policy.statements.filter(
    ({ statement }) =>
      statement.type === 'rule' && statement.users.some(({ negated, is }) => is === 'all' && !negated),
  );
  if (open.length === 0) return null;
  return {
    kept: [],
    evidence: open.map(({ path, line, text }) => ({ source: path, line, says: text, wins: true })),
    steps: open.flatMap(({ path, line, text }) => [
      `visudo -f ${shellWord(path)}`,
      `line ${line} speaks of everybody, which only ${name} makes bearable: name those who may instead: ${text}`,
    ]),
  };
}

function exemptGroups(placed: readonly PlacedSudoersStatement[]): readonly SudoersMember[] {
  return placed.flatMap(({ statement }) =>
    (statement.type === 'defaults' ? statement.settings : [])
      .filter(({ name, value }) => name === 'exempt_group' && value !== null)
      .map(({ value }) => ({ negated: false, is: 'group' as const, name: `%${value}` })),
  );
}
