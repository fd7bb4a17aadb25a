import type { DockerCommand } from '../facts/docker-commands.ts';
import type { Sudoers } from '../facts/sudoers.ts';
import { escapeSudoersWord } from '../formats/escape-sudoers-word.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { SudoersFile } from '../formats/sudoers-file.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';

/** The file in which the operators' rules stand. */
export interface SudoersDropIn {
  readonly path: Path;
  readonly text: string;
  /** What it says now; null where sudo reads no such file. */
  readonly present: string | null;
  readonly wishes: readonly Wish[];
  /** What a person must do before sudo would read it; null where it would. */
  readonly obstacle: readonly string[] | null;
}

const DIRECTORY: Path = '/etc/sudoers.d';
const PATH: Path = `${DIRECTORY}/50-holdfast-docker`;
/** What sudo's own files have, and visudo(8) asks for. */
const MODE = 0o440;

/** One line per operator, so that a diff names people; PASSWD: holds against `Defaults !authenticate`. */
export function dockerDropIn(
  policy: Sudoers,
  operators: readonly PasswdEntry[],
  commands: readonly DockerCommand[],
): SudoersDropIn {
  const paths = commands.map(({ path }) => path).join(', ');
  const text = [
    '# Who runs Docker through sudo, with a password. Written by Holdfast: sudo/docker-command-rule.\n',
    ...operators.map(({ name }) => `${escapeSudoersWord(name)} ALL=(root) PASSWD: ${paths}\n`),
  ].join('');
  const parts = { text, mode: MODE, owner: 0, group: 0 };
  return {
    path: PATH,
    text,
    present: textOf(policy.main, PATH),
    wishes: Object.entries(parts).map(([part, desired]) => ({ kind: 'entry', key: PATH, part, desired })),
    obstacle: obstacleTo(policy, text),
  };
}

function obstacleTo(policy: Sudoers, text: string): readonly string[] | null {
  const { main, problems } = policy;
  const problem = problems.find(({ path }) => path === main.path || path === DIRECTORY);
  if (problem !== undefined) {
    const mode = problem.path === DIRECTORY ? '0755' : '0440';
    return [
      `sudo ignores ${problem.path}: it ${problem.why}`,
      `see who did that, then: chown root:root ${problem.path} && chmod ${mode} ${problem.path}`,
    ];
  }
  if (withSudoersDropIn(main, PATH, text) !== null) return null;
  return [`visudo -f ${main.path}`, `add the line "@includedir ${DIRECTORY}" at its end`, 'then plan again'];
}

function textOf(file: SudoersFile, path: Path): string | null {
  if (file.path === path) return file.lines.map(({ text }) => text).join('');
  for (const included of file.includes.flatMap(({ files }) => files)) {
    const text = textOf(included, path);
    if (text !== null) return text;
  }
  return null;
}
