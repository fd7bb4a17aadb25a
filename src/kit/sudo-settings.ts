import type { Sudoers } from '../facts/sudoers.ts';
import { shellWord } from '../formats/shell-word.ts';
import { sudoersFormat } from '../formats/sudoers.ts';
import { type PlacedSudoersStatement, sudoersStatements } from '../formats/sudoers-file.ts';
import { sudoersScope } from '../formats/sudoers-scope.ts';
import type { SudoersSetting } from '../formats/sudoers-statement.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import type { SudoAccounts } from './sudo-accounts.ts';
import type { CutOff } from './sudo-cut-off.ts';
import { sudoSettingCutOff } from './sudo-setting-cut-off.ts';
import { sudoersObstacle } from './sudoers-obstacle.ts';
import { sudoersText } from './sudoers-text.ts';

/** A setting of sudoers(5) by which sudo asks for no password, for the wrong one, or too seldom. */
interface Setting {
  readonly name: string;
  readonly statement: string;
  isWrong(setting: SudoersSetting): boolean;
  /** What is set instead, in the same scope. */
  readonly right: string;
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
  const ownPassword = (name: string): Setting => ({
    name,
    statement: `sudo asks for the user's own password, not for that of ${name === 'rootpw' ? 'root' : 'another'}`,
    isWrong: ({ negated }) => !negated,
    right: `!${name}`,
  });
  const settings: readonly Setting[] = [
    {
      name: 'authenticate',
      statement: 'no Defaults line takes the password away',
      isWrong: ({ negated }) => negated,
      right: 'authenticate',
    },
    {
      name: 'exempt_group',
      statement: 'no group is exempt from giving a password',
      isWrong: ({ negated }) => !negated,
      right: '!exempt_group',
    },
    {
      name: 'timestamp_timeout',
      statement: `sudo asks again after ${timeout} minutes at the latest`,
      isWrong: ({ negated, value }) => !negated && !(Number(value) >= 0 && Number(value) <= timeout),
      right: `timestamp_timeout=${timeout}`,
    },
    ...['targetpw', 'rootpw', 'runaspw'].map(ownPassword),
  ];
  return settings.map((setting) =>
    ofSetting(policy, setting, timeout, (wrong) =>
      sudoSettingCutOff(given, policy, allowed, setting.name, wrong),
    ),
  );
}

function ofSetting(
  policy: Sudoers,
  setting: Setting,
  timeout: number,
  cutOffBy: (wrong: readonly PlacedSudoersStatement[]) => CutOff | null,
): Requirement {
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

  const cutOff = cutOffBy(wrong);
  if (cutOff !== null) {
    const where = wrong.map(
      ({ path, line, text }) => `line ${line} of ${path} stays as it is until then: ${text}`,
    );
    return {
      ...about,
      verdict: 'manual',
      evidence: [...evidence, ...cutOff.evidence],
      steps: [
        ...cutOff.steps,
        ...cutOff.kept.map((account) => `give ${account} a rule of its own with NOPASSWD: visudo`),
        ...where,
        'then plan again',
      ],
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

function evidenceOf({ path, line, text }: PlacedSudoersStatement, wins: boolean): Evidence {
  return { source: path, line, says: text, wins };
}
