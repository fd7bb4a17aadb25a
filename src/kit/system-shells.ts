import { isLoginShell } from '../formats/is-login-shell.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { accountUses } from './account-uses.ts';
import { isSystemAccount, type SoundAccounts } from './sound-accounts.ts';

/** Names of the accounts of the system that have a shell now. */
export function systemWithShell(given: Pick<SoundAccounts, 'users' | 'firstPerson'>): readonly string[] {
  return given.users
    .filter((user) => isSystemAccount(given, user) && isLoginShell(user.shell))
    .map(({ name }) => name);
}

/** Accounts of the system have no shell but those named in `shells`; one that something runs as is for a person. */
export function systemShells(given: SoundAccounts, shells: readonly string[]): readonly Requirement[] {
  const withShell = systemWithShell(given);
  const wrong = given.users.filter(({ name }) => withShell.includes(name) && !shells.includes(name));
  if (wrong.length > 0) return wrong.map((user) => ofShell(given, user));
  const kept = withShell.length === 0 ? 'none has a shell' : `only these may: ${withShell.join(', ')}`;
  return [
    {
      object: 'shells',
      verdict: 'met',
      statement: 'accounts of the system have no shell',
      evidence: [{ source: '/etc/passwd', says: `below uid ${given.firstPerson}: ${kept}`, wins: true }],
      wishes: [],
    },
  ];
}

function ofShell(given: SoundAccounts, user: PasswdEntry): Requirement {
  const { name, line, shell, uid } = user;
  const uses = accountUses(given, user);
  const ways = waysIn(given, user);
  const about = {
    object: `shell:${name}`,
    statement: `${name}, an account of the system, has no shell`,
    evidence: [
      {
        source: '/etc/passwd',
        line,
        says: `${name}, uid ${uid}, has the shell ${shell === '' ? '/bin/sh' : shell}`,
        wins: true,
      },
      ...ways,
      ...(uses?.evidence ?? []),
    ],
    wishes: [],
  };
  if (uses === null && ways.length === 0) {
    const wish: Wish = {
      kind: 'entry',
      key: '/etc/passwd',
      part: `passwd:${name}/shell`,
      desired: given.noLogin,
    };
    return { ...about, verdict: 'unmet', wishes: [wish] };
  }
  const known = shellWord(name);
  return {
    ...about,
    verdict: 'manual',
    steps: [
      ...(ways.length === 0 ? [] : [`see whether somebody logs in with it: last -n 1 ${known}`]),
      ...(uses === null
        ? []
        : [`see whether what runs as ${name} starts a shell by its name, as su - ${known} in a script does`]),
      `if not: usermod -L -s ${given.noLogin} ${known}`,
      `otherwise name it in /etc/holdfast/policy.ini, in the section [accounts/account-integrity]: shells = ${name}`,
    ],
  };
}

/** What somebody may log in with: then it may be a person's, from a time when people had lower numbers. */
function waysIn({ secrets, keys }: SoundAccounts, { name }: PasswdEntry): readonly Evidence[] {
  const secret = secrets.find((each) => each.name === name);
  return [
    ...(secret?.password === 'set'
      ? [{ source: '/etc/shadow', line: secret.line, says: `${name} has a password`, wins: true }]
      : []),
    ...(keys.get(name) ?? []).map((path) => ({
      source: path,
      says: `has keys that ${name} logs in with`,
      wins: true,
    })),
  ];
}
