import type { Sudoers } from '../facts/sudoers.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { shellWord } from '../formats/shell-word.ts';
import { decideSudoers, type SudoersDecision, type SudoersPolicy } from '../formats/sudoers-evaluate.ts';
import { sudoersStatements } from '../formats/sudoers-file.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import { withSudoersDropIn } from '../formats/with-sudoers-drop-in.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { DockerSudoers } from './docker-sudoers.ts';
import { dockerDropIn, type SudoersDropIn } from './sudoers-drop-in.ts';

/** One requirement per operator, and one for our drop-in where it says something else than the parameter. */
export function dockerOperators(
  given: DockerSudoers,
  policy: Sudoers,
  operators: readonly string[],
): readonly Requirement[] {
  const accounts = operators.map((name) => ({ name, user: given.users.find((user) => user.name === name) }));
  const present = accounts.flatMap(({ user }) => (user === undefined ? [] : [user]));
  const dropIn = dockerDropIn(policy, present, given.commands);
  const after = dropIn.obstacle === null ? withSudoersDropIn(policy.main, dropIn.path, dropIn.text) : null;
  const future = after === null ? null : { ...policy, statements: sudoersStatements(after) };
  return [
    ...accounts.map(({ name, user }) =>
      user === undefined ? withoutAccount(name) : ofOperator(given, policy, future, dropIn, user),
    ),
    ...ofDropIn(dropIn),
  ];
}

function ofOperator(
  given: DockerSudoers,
  policy: Sudoers,
  future: SudoersPolicy | null,
  dropIn: SudoersDropIn,
  account: PasswdEntry,
): Requirement {
  const user = sudoersUser(account, given.groups);
  const decide = (by: SudoersPolicy) => given.commands.map(({ names }) => decideSudoers(by, user, names));
  const now = decide(policy);
  const about = {
    object: `user:${account.name}`,
    statement: `${account.name} may run Docker as root through sudo, with a password`,
    evidence: [
      ...now.flatMap((decision, i) => whoDecides(policy, decision, given.commands[i]?.path ?? 'docker')),
      ...aroundSudo(given, account),
      ...policy.problems.map(({ path, why }) => ({
        source: path,
        says: `sudo ignores it: it ${why}`,
        wins: false,
      })),
    ],
  };
  if (now.every(isWanted)) return { ...about, verdict: 'met', wishes: [] };
  if (future === null) return { ...about, verdict: 'manual', wishes: [], steps: dropIn.obstacle ?? [] };
  const beaten = decide(future).find((decision) => !isWanted(decision));
  if (beaten === undefined) return { ...about, verdict: 'unmet', wishes: dropIn.wishes };
  return { ...about, verdict: 'manual', wishes: [], steps: stepsAgainst(account.name, beaten) };
}

function isWanted({ allowed, password }: SudoersDecision): boolean {
  return allowed && password;
}

function whoDecides(policy: Sudoers, decision: SudoersDecision, command: string): readonly Evidence[] {
  const { rule, defaults } = decision;
  if (rule === null) {
    return [{ source: policy.main.path, says: `no rule speaks of ${command} for this user`, wins: true }];
  }
  return [rule, ...(defaults === null ? [] : [defaults])].map(({ path, line, text }) => ({
    source: path,
    line,
    says: text,
    wins: true,
  }));
}

/** Who is in the socket's group needs no sudo: the rule then asks for a password that nobody has to give. */
function aroundSudo(
  { groups, socketGroups }: DockerSudoers,
  { name, gid }: PasswdEntry,
): readonly Evidence[] {
  return groups
    .filter((group) => socketGroups.some((socket) => socket.name === group.name))
    .filter((group) => group.gid === gid || group.members.includes(name))
    .map((group) => ({
      source: '/etc/group',
      line: group.line,
      says: `${name} is in group ${group.name} and needs no sudo for Docker; see accounts/docker-group-members`,
      wins: false,
    }));
}

function withoutAccount(name: string): Requirement {
  return {
    object: `user:${name}`,
    verdict: 'manual',
    statement: `${name} may run Docker as root through sudo, with a password`,
    evidence: [{ source: '/etc/passwd', says: `there is no user ${name}`, wins: true }],
    wishes: [],
    steps: [
      `make the account (adduser ${shellWord(name)}), or take ${name} out of operators in /etc/holdfast/policy.ini`,
    ],
  };
}

/** The last rule that matches wins, so that a drop-in cannot help against one that is read after it. */
function stepsAgainst(name: string, { rule, defaults }: SudoersDecision): readonly string[] {
  const placed = defaults ?? rule;
  if (placed === null) return [`visudo, and see why no rule for ${name} holds on this host`];
  const { path, line, text } = placed;
  return [
    `visudo -f ${shellWord(path)}`,
    `line ${line} is read after our rule and decides for ${name}; let it ask for a password, or take ${name} out of it: ${text}`,
    'then plan again',
  ];
}

function ofDropIn(dropIn: SudoersDropIn): readonly Requirement[] {
  if (dropIn.present === null || dropIn.obstacle !== null) return [];
  const same = dropIn.present === dropIn.text;
  const says = same ? 'one rule per operator' : 'its rules are not those of the operators';
  return [
    {
      object: `file:${dropIn.path}`,
      verdict: same ? 'met' : 'unmet',
      statement: 'our drop-in has a rule for each operator and for nobody else',
      evidence: [{ source: dropIn.path, says, wins: true }],
      wishes: same ? [] : dropIn.wishes,
    },
  ];
}
