import type { DockerCommand } from '../facts/docker-commands.ts';
import type { Sudoers } from '../facts/sudoers.ts';
import { escapeSudoersWord } from '../formats/escape-sudoers-word.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { Path } from '../model/path.ts';
import type { Wish } from '../model/wish.ts';
import { sudoersObstacle } from './sudoers-obstacle.ts';
import { sudoersText } from './sudoers-text.ts';

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

const PATH: Path = '/etc/sudoers.d/50-holdfast-docker';
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
    present: sudoersText(policy.main, PATH),
    wishes: Object.entries(parts).map(([part, desired]) => ({ kind: 'entry', key: PATH, part, desired })),
    obstacle: sudoersObstacle(policy, PATH, text),
  };
}
