import type { Sudoers } from '../facts/sudoers.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { createSudoersMatcher } from '../formats/sudoers-match.ts';
import type { SudoersMember } from '../formats/sudoers-statement.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import type { SudoAccounts } from './sudo-accounts.ts';

/** Who lists of users of sudoers(5) may speak of. */
export interface SudoHolders {
  /** Of this host's files, root left out. */
  readonly users: readonly PasswdEntry[];
  /** Items that may be users or groups of a directory service, which has the passwords, too. */
  readonly strangers: readonly string[];
}

/** As systemd's own users and groups, these are the host's. */
const LOCAL = ['files', 'systemd', 'altfiles', 'compat'];

export function sudoHolders(
  given: SudoAccounts,
  policy: Sudoers,
  lists: readonly (readonly SudoersMember[])[],
): SudoHolders {
  const matcher = createSudoersMatcher(policy.statements, policy.hostname);
  const users = given.users.filter(
    (user) =>
      user.uid !== 0 &&
      lists.some((list) => matcher.user(list, sudoersUser(user, given.groups), true) === true),
  );
  const isRemote = given.sources.passwd.some((source) => !LOCAL.includes(source));
  return { users, strangers: isRemote ? strangersAmong(given, policy, lists.flat()) : [] };
}

function strangersAmong(
  { users }: SudoAccounts,
  policy: Sudoers,
  members: readonly SudoersMember[],
): readonly string[] {
  const aliases = policy.statements.flatMap(({ statement }) =>
    statement.type === 'aliases' ? statement.aliases : [],
  );
  const ofMember = ({ negated, is, name }: SudoersMember, seen: readonly string[]): readonly string[] => {
    if (negated) return [];
    const alias = aliases.find((each) => is === 'alias' && each.of === 'user' && each.name === name);
    if (alias !== undefined && 'members' in alias) {
      return seen.includes(name) ? [] : alias.members.flatMap((each) => ofMember(each, [...seen, name]));
    }
    // A group of this host's files may have users of the directory among its members.
    const isLocal = is !== 'group' && users.some((user) => name === user.name || name === `#${user.uid}`);
    return isLocal ? [] : [name];
  };
  return [...new Set(members.flatMap((member) => ofMember(member, [])))];
}
