import type { Sudoers } from '../facts/sudoers.ts';
import { shellWord } from '../formats/shell-word.ts';
import { passwordlessSudoers } from '../formats/sudoers-evaluate.ts';
import type { PlacedSudoersStatement } from '../formats/sudoers-file.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import type { Requirement } from '../model/requirement.ts';
import type { DockerSudoers } from './docker-sudoers.ts';

/**
 * One requirement per line that lets somebody run Docker without a password. To whom it was given for what
 * a program cannot know, so that a person must change it; one that is met where there is none.
 */
export function passwordlessRules(given: DockerSudoers, policy: Sudoers): readonly Requirement[] {
  const users = given.users.map((user) => sudoersUser(user, given.groups));
  const paths = given.commands.flatMap(({ names }) => names);
  const found = passwordlessSudoers(policy, users, paths);
  if (found.length > 0) return found.map((placed) => ofRule(placed, paths.join(' or ')));
  const says = `no rule of it or of the files it includes lets anybody run ${paths.join(' or ')} without a password`;
  return [
    {
      object: 'rules',
      verdict: 'met',
      statement: 'no rule gives Docker without a password',
      evidence: [{ source: policy.main.path, says, wins: true }],
      wishes: [],
    },
  ];
}

function ofRule({ path, line, text, statement }: PlacedSudoersStatement, command: string): Requirement {
  const change =
    statement.type === 'rule'
      ? `in line ${line} replace NOPASSWD: by PASSWD:, or except ${command} from it`
      : `take line ${line} out, or limit it to users who do not run ${command}`;
  return {
    object: `rule:${path}:${line}`,
    verdict: 'manual',
    statement: 'this line gives Docker to nobody without a password',
    evidence: [{ source: path, line, says: text, wins: true }],
    wishes: [],
    steps: [
      'see that the users it speaks of have a password, or they cannot use sudo at all any more: passwd -S USER',
      `visudo -f ${shellWord(path)}`,
      `${change}: ${text}`,
    ],
  };
}
