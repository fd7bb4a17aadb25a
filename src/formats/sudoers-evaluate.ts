import type { Path } from '../model/path.ts';
import type { PlacedSudoersStatement } from './sudoers-file.ts';
import { createSudoersMatcher, type SudoersMatcher, type SudoersUser } from './sudoers-match.ts';
import type { SudoersCommandSpec, SudoersPrivilege } from './sudoers-statement.ts';

/** The files' statements in sudo's order, and the name of the host they are read on. */
export interface SudoersPolicy {
  readonly statements: readonly PlacedSudoersStatement[];
  readonly hostname: string | null;
}

export interface SudoersDecision {
  readonly allowed: boolean;
  readonly password: boolean;
  /** The rule that decides; null where none speaks of it, which means no. */
  readonly rule: PlacedSudoersStatement | null;
  /** The Defaults line that takes the password away, where it is not the rule itself. */
  readonly defaults: PlacedSudoersStatement | null;
}

/** Options that let a command run only at some times or elsewhere. */
const CONDITIONS = ['NOTBEFORE', 'NOTAFTER', 'CHROOT'];

/**
 * What sudo says when `user` runs a program, known by all its names, as root with whatever arguments: the
 * last rule that matches decides. What holds only for certain arguments, digests, times or netgroups
 * permits nothing, and forbids.
 */
export function decideSudoers(
  policy: SudoersPolicy,
  user: SudoersUser,
  paths: readonly Path[],
): SudoersDecision {
  const matcher = createSudoersMatcher(policy.statements, policy.hostname);
  for (const placed of policy.statements.toReversed()) {
    const { statement } = placed;
    if (statement.type !== 'rule' || matcher.user(statement.users, user, false) !== true) continue;
    for (const privilege of statement.privileges.toReversed()) {
      if (matcher.host(privilege.hosts, false) !== true) continue;
      for (const spec of privilege.commands.toReversed()) {
        const allowed = matchSpec(matcher, spec, paths, false);
        if (allowed === null) continue;
        const asked = authentication(policy, matcher, user, paths);
        const byDefaults = asked.exempt || spec.nopasswd === null;
        const password = byDefaults ? asked.on : spec.nopasswd === false;
        const defaults = byDefaults && !asked.on ? asked.by : null;
        return { allowed, password, rule: placed, defaults };
      }
    }
  }
  return { allowed: false, password: true, rule: null, defaults: null };
}

/**
 * Every statement that lets anybody but root run the program as root without a password, in some way:
 * rules with NOPASSWD, even for certain arguments only or overridden for some, and Defaults that take the
 * password from one of `users`.
 */
export function passwordlessSudoers(
  policy: SudoersPolicy,
  users: readonly SudoersUser[],
  paths: readonly Path[],
): readonly PlacedSudoersStatement[] {
  const matcher = createSudoersMatcher(policy.statements, policy.hostname);
  const blamed = new Set<PlacedSudoersStatement>();
  for (const user of users) {
    if (user.uid === 0) continue;
    const { allowed, password, defaults } = decideSudoers(policy, user, paths);
    if (allowed && !password && defaults !== null) blamed.add(defaults);
  }
  return policy.statements.filter((placed) => {
    const { statement } = placed;
    if (statement.type !== 'rule') return blamed.has(placed);
    if (statement.users.every(({ negated, name }) => !negated && (name === 'root' || name === '#0'))) {
      return false;
    }
    return statement.privileges.some((privilege) => grantsWithoutPassword(matcher, privilege, paths));
  });
}

function grantsWithoutPassword(
  matcher: SudoersMatcher,
  privilege: SudoersPrivilege,
  paths: readonly Path[],
): boolean {
  if (matcher.host(privilege.hosts, true) !== true) return false;
  for (const spec of privilege.commands.toReversed()) {
    const perhaps = matchSpec(matcher, spec, paths, true);
    if (perhaps === true && spec.nopasswd === true) return true;
    // What comes before is overridden only by what surely speaks of every use of the program.
    if (perhaps === false || matchSpec(matcher, spec, paths, false) === true) return false;
  }
  return false;
}

function matchSpec(
  matcher: SudoersMatcher,
  spec: SudoersCommandSpec,
  paths: readonly Path[],
  assume: boolean,
): boolean | null {
  if (matcher.runasRoot(spec.runas, assume) !== true) return null;
  if (!assume && CONDITIONS.some((name) => Object.hasOwn(spec.options, name))) return null;
  return matcher.command([spec.command], paths, assume);
}

/** Global, host, user and runas Defaults in the order of the files, then those of commands; the last wins. */
function authentication(
  policy: SudoersPolicy,
  matcher: SudoersMatcher,
  user: SudoersUser,
  paths: readonly Path[],
): { readonly on: boolean; readonly by: PlacedSudoersStatement | null; readonly exempt: boolean } {
  const applying = policy.statements.flatMap((placed) => {
    const { statement } = placed;
    if (statement.type !== 'defaults') return [];
    const { scope } = statement;
    const applies =
      scope.of === 'all' ||
      (scope.of === 'host' && matcher.host(scope.members, true) === true) ||
      (scope.of === 'user' && matcher.user(scope.members, user, true) === true) ||
      (scope.of === 'runas' && matcher.runasRoot({ users: scope.members, groups: null }, true) === true) ||
      (scope.of === 'command' && matcher.command(scope.commands, paths, true) === true);
    return applies
      ? statement.settings.map((setting) => ({ placed, setting, late: scope.of === 'command' }))
      : [];
  });
  const inOrder = [...applying.filter(({ late }) => !late), ...applying.filter(({ late }) => late)];
  const exempt = inOrder.findLast(({ setting }) => setting.name === 'exempt_group');
  if (exempt !== undefined && user.groups.some(({ name }) => name === exempt.setting.value)) {
    // Nobody in this group is asked, PASSWD or not.
    return { on: false, by: exempt.placed, exempt: true };
  }
  const last = inOrder.findLast(({ setting }) => setting.name === 'authenticate');
  return { on: last?.setting.negated !== true, by: last?.placed ?? null, exempt: false };
}
