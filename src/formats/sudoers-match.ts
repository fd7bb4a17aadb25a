import type { Path } from '../model/path.ts';
import type { PlacedSudoersStatement } from './sudoers-file.ts';
import { sudoersPattern } from './sudoers-pattern.ts';
import type {
  SudoersAlias,
  SudoersCommand,
  SudoersMember,
  SudoersRunas,
  SudoersSetting,
} from './sudoers-statement.ts';

/** A user as sudo sees him. */
export interface SudoersUser {
  readonly name: string;
  readonly uid: number;
  /** All his groups, the primary one too. */
  readonly groups: readonly { readonly name: string; readonly gid: number }[];
}

/** True: matches; false: is excluded; null: is not spoken of. */
export type SudoersMatch = boolean | null;

/**
 * How the lists of a policy match. `assume` is the answer where only the running sudo can know: netgroups,
 * network addresses, digests, arguments. True finds all that might be allowed, false only what surely is.
 */
export interface SudoersMatcher {
  user(members: readonly SudoersMember[], user: SudoersUser, assume: boolean): SudoersMatch;
  host(members: readonly SudoersMember[], assume: boolean): SudoersMatch;
  /** Whether root may be the target, without choosing a group. */
  runasRoot(runas: SudoersRunas | null, assume: boolean): SudoersMatch;
  /** `paths` are all names of one program. */
  command(commands: readonly SudoersCommand[], paths: readonly Path[], assume: boolean): SudoersMatch;
}

const ROOT: SudoersUser = { name: 'root', uid: 0, groups: [{ name: 'root', gid: 0 }] };

/** `hostname` is that of the running system; null where it is not known. */
export function createSudoersMatcher(
  statements: readonly PlacedSudoersStatement[],
  hostname: string | null,
): SudoersMatcher {
  const aliases = collectAliases(statements);
  const names = {
    user: comparing(setting(statements, 'case_insensitive_user')?.negated !== true),
    group: comparing(setting(statements, 'case_insensitive_group')?.negated !== true),
  };
  const matcher: SudoersMatcher = {
    user: (members, user, assume) =>
      memberList('user', members, assume, (member) => isUser(member, user, names)),
    host: (members, assume) => memberList('host', members, assume, (member) => isHost(member, hostname)),
    runasRoot(runas, assume) {
      const target = setting(statements, 'runas_default')?.value ?? 'root';
      if (runas === null) return target === 'root' ? true : null;
      if (runas.users === null) return null;
      return memberList('runas', runas.users, assume, (member) => isUser(member, ROOT, names));
    },
    command: (list, paths, assume) => commands(list, paths, assume, []),
  };
  return matcher;

  function memberList(
    of: 'user' | 'runas' | 'host',
    list: readonly SudoersMember[],
    assume: boolean,
    is: (member: SudoersMember) => boolean | 'unknown',
    seen: readonly string[] = [],
  ): SudoersMatch {
    return lastMatch(list, assume, (member, assumed) => {
      const alias = member.is === 'alias' ? aliases.get(`${of} ${member.name}`) : undefined;
      if (alias !== undefined && 'members' in alias) {
        if (seen.includes(alias.name)) return null;
        return memberList(of, alias.members, assumed, is, [...seen, alias.name]);
      }
      // A name in capitals that is no alias may still be somebody's name: sudo thinks so too.
      const hit = is(member);
      return hit === 'unknown' ? assumed || null : hit || null;
    });
  }

  function commands(
    list: readonly SudoersCommand[],
    paths: readonly Path[],
    assume: boolean,
    seen: readonly string[],
  ): SudoersMatch {
    return lastMatch(list, assume, (command, assumed) => {
      if (command.is === 'alias') {
        const alias = aliases.get(`command ${command.name}`);
        if (alias?.of !== 'command' || seen.includes(alias.name)) return null;
        return commands(alias.commands, paths, assumed, [...seen, alias.name]);
      }
      if (!paths.some((path) => isCommand(command, path))) return null;
      const conditional = command.args !== null || command.digests.length > 0;
      return conditional ? assumed || null : true;
    });
  }
}

/** The last item that matches decides; under a negation what is unknown is assumed the other way round. */
function lastMatch<T extends { readonly negated: boolean }>(
  list: readonly T[],
  assume: boolean,
  match: (item: T, assume: boolean) => SudoersMatch,
): SudoersMatch {
  for (const item of list.toReversed()) {
    const hit = match(item, item.negated ? !assume : assume);
    if (hit !== null) return item.negated ? !hit : hit;
  }
  return null;
}

/** A second definition of a name is an error to sudo, which keeps the first. */
function collectAliases(statements: readonly PlacedSudoersStatement[]): ReadonlyMap<string, SudoersAlias> {
  const aliases = new Map<string, SudoersAlias>();
  for (const { statement } of statements) {
    if (statement.type !== 'aliases') continue;
    for (const alias of statement.aliases) {
      const key = `${alias.of} ${alias.name}`;
      if (!aliases.has(key)) aliases.set(key, alias);
    }
  }
  return aliases;
}

/** The last time that it is set, in whatever scope. */
function setting(statements: readonly PlacedSudoersStatement[], name: string): SudoersSetting | undefined {
  return statements
    .flatMap(({ statement }) => (statement.type === 'defaults' ? statement.settings : []))
    .findLast((candidate) => candidate.name === name);
}

type Same = (a: string, b: string) => boolean;

function comparing(ignoreCase: boolean): Same {
  return ignoreCase ? (a, b) => a.toLowerCase() === b.toLowerCase() : (a, b) => a === b;
}

function isUser(
  member: SudoersMember,
  user: SudoersUser,
  same: { readonly user: Same; readonly group: Same },
): boolean | 'unknown' {
  const { name } = member;
  if (member.is === 'all') return true;
  if (member.is === 'netgroup' || name.startsWith('%:')) return 'unknown';
  if (member.is !== 'group')
    return name.startsWith('#') ? name === `#${user.uid}` : same.user(name, user.name);
  const group = name.slice(1);
  return user.groups.some(({ name, gid }) =>
    group.startsWith('#') ? group === `#${gid}` : same.group(group, name),
  );
}

/** sudo compares the short name, and the long one with names that have a dot, without regard to case. */
function isHost(member: SudoersMember, hostname: string | null): boolean | 'unknown' {
  if (member.is === 'all') return true;
  if (member.is === 'network' || member.is === 'netgroup' || hostname === null) return 'unknown';
  const name = member.name.toLowerCase();
  const host = hostname.toLowerCase();
  const matches = (candidate: string): boolean => sudoersPattern(name)?.test(candidate) === true;
  if (!name.includes('.')) return matches(host.split('.', 1)[0] ?? host);
  return host.includes('.') ? matches(host) : 'unknown';
}

function isCommand(command: SudoersCommand, path: Path): boolean {
  if (command.is === 'all') return true;
  if (command.is !== 'path' && command.is !== 'regex') return false;
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  return sudoersPattern(command.name)?.test(command.name.endsWith('/') ? directory : path) === true;
}
