import type { Sudoers } from '../facts/sudoers.ts';
import { sudoersFormat } from '../formats/sudoers.ts';
import { type PlacedSudoersStatement, sudoersStatements } from '../formats/sudoers-file.ts';
import { sudoersScope } from '../formats/sudoers-scope.ts';
import type { SudoersMember, SudoersSetting } from '../formats/sudoers-statement.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { shellWord } from './shell-word.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import { type CutOff, sudoCutOff } from './sudo-cut-off.ts';
import { type SudoHolders, sudoHolders } from './sudo-holders.ts';
import { sudoersObstacle } from './sudoers-obstacle.ts';
import { sudoersText } from './sudoers-text.ts';

/** A setting of sudoers(5) by which sudo asks for no password, for the wrong one, or too seldom. */
interface Setting {
  readonly name: string;
  readonly statement: string;
  isWrong(setting: SudoersSetting): boolean;
  /** What is set instead, in the same scope. */
  readonly right: string;
  /** Whom it would cut off; null where nobody. */
  cutOff(placed: readonly PlacedSudoersStatement[]): CutOff | null;
}

const PATH: Path = '/etc/sudoers.d/zz-holdfast-password-required';
const HEADER = '# Sorts last, so that it wins. Written by Holdfast: sudo/password-required.';
/** What sudo's own files have, and visudo(8) asks for. */
const OWNED = { mode: 0o440, owner: 0, group: 0 };
/** Minutes that sudo remembers a password for where nothing is set: 5 as released, 15 as Debian builds it (`sudo -V`). */
const DEFAULT_TIMEOUT = 15;

/**
 * One requirement per setting, over all scopes in which it is set. Wishes for its opposite in the same scope, in a
 * drop-in that is read last. `timeout` is in minutes.
 */
export function sudoSettings(
  given: SudoAccounts,
  policy: Sudoers,
  allowed: readonly string[],
  timeout: number,
): readonly Requirement[] {
  const cutOffOf = (holders: SudoHolders) => sudoCutOff(given, holders, allowed);
  const byDefault = (placed: readonly PlacedSudoersStatement[]) =>
    cutOffOf(within(sudoHolders(given, policy, usersOfRules(policy)), scopedUsers(given, policy, placed)));
  const ownPassword = (name: string): Setting => ({
    name,
    statement: `sudo asks for the user's own password, not for that of ${name === 'rootpw' ? 'root' : 'another'}`,
    isWrong: ({ negated }) => !negated,
    right: `!${name}`,
    cutOff: (placed) => openToAll(policy, name) ?? byDefault(placed),
  });
  const settings: readonly Setting[] = [
    {
      name: 'authenticate',
      statement: 'no Defaults line takes the password away',
      isWrong: ({ negated }) => negated,
      right: 'authenticate',
      cutOff: byDefault,
    },
    {
      name: 'exempt_group',
      statement: 'no group is exempt from giving a password',
      isWrong: ({ negated }) => !negated,
      right: '!exempt_group',
      cutOff: (placed) => cutOffOf(sudoHolders(given, policy, [exemptGroups(placed)])),
    },
    {
      name: 'timestamp_timeout',
      statement: `sudo asks again after ${timeout} minutes at the latest`,
      isWrong: ({ negated, value }) => !negated && !(Number(value) >= 0 && Number(value) <= timeout),
      right: `timestamp_timeout=${timeout}`,
      cutOff: () => null,
    },
    ...['targetpw', 'rootpw', 'runaspw'].map(ownPassword),
  ];
  return settings.map((setting) => ofSetting(policy, setting, timeout));
}

function ofSetting(policy: Sudoers, setting: Setting, timeout: number): Requirement {
  const { name, statement } = setting;
  const about = { object: `setting:${name}`, statement, wishes: [] };
  const wrong = wrongOf(policy.statements, setting);
  const said = saying(policy.statements, name);
  const unset = name === 'timestamp_timeout' && timeout < DEFAULT_TIMEOUT && said.length === 0;
  const evidence = [
    ...said.map((placed) => evidenceOf(placed, wrong.length === 0 || wrong.includes(placed))),
    ...(said.length > 0 ? [] : [{ source: policy.main.path, says: `nothing sets ${name}`, wins: true }]),
    ...(unset
      ? [{ source: 'sudo -V', says: `its own default may be ${DEFAULT_TIMEOUT} minutes`, wins: true }]
      : []),
  ];
  if (wrong.length === 0 && !unset) return { ...about, verdict: 'met', evidence };

  const cutOff = setting.cutOff(wrong);
  if (cutOff !== null) {
    const where = wrong.map(
      ({ path, line, text }) => `line ${line} of ${path} stays as it is until then: ${text}`,
    );
    return {
      ...about,
      verdict: 'manual',
      evidence: [...evidence, ...cutOff.evidence],
      steps: [...cutOff.steps, ...where, 'then plan again'],
    };
  }
  const scopes = unset ? ['Defaults'] : [...new Set(wrong.map(({ text }) => sudoersScope(text)))];
  const ours = wrong.filter(({ path }) => path === PATH).map(({ text }) => [`line/${text}`, null] as const);
  const lines = [
    [`line/${HEADER}`, true] as const,
    ...ours,
    ...scopes.map((scope) => [`line/${scope} ${setting.right}`, true] as const),
  ];
  const beaten = obstacle(policy, setting, lines);
  if (beaten !== null) return { ...about, verdict: 'manual', evidence, steps: beaten };
  const parts = [
    ...lines.map(([part, desired]) => [`sudoers:${part}`, desired] as const),
    ...Object.entries(OWNED),
  ];
  const wishes = parts.map(([part, desired]): Wish => ({ kind: 'entry', key: PATH, part, desired }));
  return { ...about, verdict: 'unmet', evidence, wishes };
}

/** What keeps the drop-in from deciding; null where nothing does. */
function obstacle(
  policy: Sudoers,
  setting: Setting,
  lines: readonly (readonly [string, true | null])[],
): readonly string[] | null {
  const text = lines.reduce(
    (done, [part, desired]) => sudoersFormat.set(done, part, desired),
    sudoersText(policy.main, PATH) ?? '',
  );
  const unread = sudoersObstacle(policy, PATH, text);
  if (unread !== null) return unread;
  const after = withSudoersDropIn(policy.main, PATH, text);
  const [later] = after === null ? [] : wrongOf(sudoersStatements(after), setting);
  if (later === undefined) return null;
  return [
    `visudo -f ${shellWord(later.path)}`,
    `line ${later.line} is read after our own file and decides; take it out: ${later.text}`,
    'then plan again',
  ];
}

/** Defaults lines that set it wrong and are the last of their scope to set it. */
function wrongOf(
  statements: readonly PlacedSudoersStatement[],
  { name, isWrong }: Setting,
): readonly PlacedSudoersStatement[] {
  const last = new Map(saying(statements, name).map((placed) => [sudoersScope(placed.text), placed]));
  return [...last.values()].filter(({ statement }) => {
    const set =
      statement.type === 'defaults' ? statement.settings.findLast((each) => each.name === name) : undefined;
    return set !== undefined && isWrong(set);
  });
}

function saying(
  statements: readonly PlacedSudoersStatement[],
  name: string,
): readonly PlacedSudoersStatement[] {
  return statements.filter(
    ({ statement }) =>
      statement.type === 'defaults' && statement.settings.some((setting) => setting.name === name),
  );
}

/** The lists of users of all rules that leave the password to the Defaults. */
function usersOfRules({ statements }: Sudoers): readonly (readonly SudoersMember[])[] {
  return statements.flatMap(({ statement }) =>
    statement.type === 'rule' &&
    statement.privileges.some(({ commands }) => commands.some(({ nopasswd }) => nopasswd !== true))
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
  return lists.includes(null)
    ? null
    : sudoHolders(
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
    evidence: open.map((placed) => evidenceOf(placed, true)),
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

function evidenceOf({ path, line, text }: PlacedSudoersStatement, wins: boolean): Evidence {
  return { source: path, line, says: text, wins };
}
