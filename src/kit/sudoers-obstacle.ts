import type { Sudoers } from '../facts/sudoers.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Path } from '../model/path.ts';

const DIRECTORY: Path = '/etc/sudoers.d';

/** What a person must do before sudo would read a drop-in with this text; null where it would. */
export function sudoersObstacle(policy: Sudoers, path: Path, text: string): readonly string[] | null {
  const { main, problems } = policy;
  const problem = problems.find((each) => each.path === main.path || each.path === DIRECTORY);
  if (problem !== undefined) {
    const mode = problem.path === DIRECTORY ? '0755' : '0440';
    return [
      `sudo ignores ${problem.path}: it ${problem.why}`,
      `see who did that, then: chown root:root ${problem.path} && chmod ${mode} ${problem.path}`,
    ];
  }
  if (withSudoersDropIn(main, path, text) !== null) return null;
  return [`visudo -f ${main.path}`, `add the line "@includedir ${DIRECTORY}" at its end`, 'then plan again'];
}
