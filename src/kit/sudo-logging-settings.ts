import type { Sudoers } from '../facts/sudoers.ts';
import { shellWord } from '../formats/shell-word.ts';
import { sudoersFormat } from '../formats/sudoers.ts';
import { type PlacedSudoersStatement, sudoersStatements } from '../formats/sudoers-file.ts';
import { type SudoersSaid, sudoersInForce } from '../formats/sudoers-in-force.ts';
import { createSudoersMatcher } from '../formats/sudoers-match.ts';
import type { SudoersSetting } from '../formats/sudoers-statement.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { sudoersObstacle } from './sudoers-obstacle.ts';
import { sudoersText } from './sudoers-text.ts';

/** A setting of sudoers(5) on which it rests what is recorded. */
export interface LoggingSetting {
  readonly name: string;
  readonly statement: string;
  isWrong(setting: SudoersSetting): boolean;
  /** Whether a value that is right is what our own file should say; other files may say it otherwise. */
  ours?(value: string | null): boolean;
  /** Whether lines for some commands may say otherwise. */
  readonly sparesCommands?: true;
  /** What is set instead, in the same scope; null where only a person can tell whether it was meant. */
  readonly right: string | null;
  /** Whether it is right where nothing is said. */
  readonly isDefault: boolean;
}

const PATH: Path = '/etc/sudoers.d/zz-holdfast-command-logging';
const HEADER = '# Sorts last, so that it wins. Written by Holdfast: sudo/command-logging.';
/** What sudo's own files have, and visudo(8) asks for. */
const OWNED = { mode: 0o440, owner: 0, group: 0 };

/** The value that holds for everybody where it is right; null where it is not, or nothing is said. */
export function rightValue(policy: Sudoers, setting: LoggingSetting): string | null {
  const said = inForce(policy.statements, policy, setting.name).find(({ isForAll }) => isForAll);
  return said === undefined || isWrong(setting, said) ? null : said.setting.value;
}

/** What a setting comes to for everybody, and for whom it is said otherwise. `isBuiltIn`: sudo-rs has it on by itself. */
export function settingRequirement(
  policy: Sudoers,
  setting: LoggingSetting,
  isBuiltIn: boolean,
): Requirement {
  const { name, statement, right } = setting;
  const said = inForce(policy.statements, policy, name);
  const missing = !setting.isDefault && !isBuiltIn && !said.some(({ isForAll }) => isForAll);
  const wrong = said.filter((each) => isWrong(setting, each));
  const about = {
    object: `setting:${name}`,
    statement,
    evidence: [
      ...said.map((each) => ({
        source: each.path,
        line: each.line,
        says: each.text,
        wins: wrong.length === 0 || wrong.includes(each),
      })),
      ...(said.some(({ isForAll }) => isForAll)
        ? []
        : [
            {
              source: policy.main.path,
              says: `nothing sets ${name} for everybody`,
              wins: said.length === 0 || missing,
            },
          ]),
    ],
    wishes: [],
  };
  if (wrong.length === 0 && !missing) return { ...about, verdict: 'met' };
  if (right === null) return { ...about, verdict: 'manual', steps: stepsToDecide(name, wrong) };

  const scopes = new Set([
    ...(missing || wrong.some(({ isForCommands }) => !isForCommands) ? ['Defaults'] : []),
    ...wrong.filter(({ isForCommands }) => isForCommands).map(({ scope }) => scope),
  ]);
  const lines: readonly (readonly [string, true | null])[] = [
    [`line/${HEADER}`, true],
    ...wrong.filter(({ path }) => path === PATH).map(({ text }) => [`line/${text}`, null] as const),
    ...[...scopes].map((scope) => [`line/${scope} ${right}`, true] as const),
  ];
  const steps = obstacle(policy, setting, lines);
  if (steps !== null) return { ...about, verdict: 'manual', steps };
  const parts = [
    ...lines.map(([part, desired]) => [`sudoers:${part}`, desired] as const),
    ...Object.entries(OWNED),
  ];
  const wishes = parts.map(([part, desired]): Wish => ({ kind: 'entry', key: PATH, part, desired }));
  return { ...about, verdict: 'unmet', wishes };
}

function inForce(
  statements: readonly PlacedSudoersStatement[],
  { hostname }: Sudoers,
  name: string,
): readonly SudoersSaid[] {
  return sudoersInForce(statements, createSudoersMatcher(statements, hostname), name);
}

function isWrong(
  { isWrong, ours, sparesCommands }: LoggingSetting,
  { path, setting, isForCommands }: SudoersSaid,
): boolean {
  if (isForCommands && sparesCommands === true) return false;
  return isWrong(setting) || (path === PATH && ours?.(setting.value) === false);
}

/** What keeps our own file from deciding; null where nothing does. */
function obstacle(
  policy: Sudoers,
  setting: LoggingSetting,
  lines: readonly (readonly [string, true | null])[],
): readonly string[] | null {
  const text = lines.reduce(
    (done, [part, desired]) => sudoersFormat.set(done, part, desired),
    sudoersText(policy.main, PATH) ?? '',
  );
  const unread = sudoersObstacle(policy, PATH, text);
  if (unread !== null) return unread;
  const after = withSudoersDropIn(policy.main, PATH, text);
  const later = (after === null ? [] : inForce(sudoersStatements(after), policy, setting.name)).find((each) =>
    isWrong(setting, each),
  );
  if (later === undefined) return null;
  return [
    `visudo -f ${shellWord(later.path)}`,
    `line ${later.line} is read after our own file and decides; take it out: ${later.text}`,
    'then plan again',
  ];
}

function stepsToDecide(name: string, wrong: readonly SudoersSaid[]): readonly string[] {
  return [
    'see who may read what is recorded (sudoreplay -l; iolog_dir, /var/log/sudo-io by default), and whether it is wanted',
    ...wrong.flatMap(({ path, line, text }) => [
      `visudo -f ${shellWord(path)}`,
      `take ${name} out of line ${line}: ${text}`,
    ]),
    ...(name === 'log_output'
      ? [
          'or say that it is wanted, in /etc/holdfast/policy.ini, in the section [sudo/command-logging]: output = true',
        ]
      : []),
    'then plan again',
  ];
}
