import { isLoginShell } from '../formats/is-login-shell.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { isSystemAccount, type SoundAccounts } from './sound-accounts.ts';

/**
 * Every password stands in /etc/shadow, none is empty, and an account that has no shell has none to give. Root's own
 * empty password is for a person: locked by a program it could be the last way in.
 */
export function accountPasswords(given: SoundAccounts): readonly Requirement[] {
  const found = [
    ...given.oddities.unshadowed.map((user) => unshadowed(given, user)),
    ...given.secrets.filter(({ password }) => password === 'none').map((secret) => empty(given, secret)),
    ...given.secrets.flatMap((secret) => {
      const user = given.users.find(({ name }) => name === secret.name);
      const isIdle = user !== undefined && user.uid !== 0 && !isLoginShell(user.shell);
      return isIdle && secret.password === 'set' ? [idle(given, user, secret)] : [];
    }),
  ];
  if (found.length > 0) return found;
  return [
    {
      object: 'passwords',
      verdict: 'met',
      statement: 'no account can be used without a password, and none that has no shell has one',
      evidence: [
        { source: '/etc/shadow', says: `${given.secrets.length} lines, no password is empty`, wins: true },
      ],
      wishes: [],
    },
  ];
}

function unshadowed(
  given: SoundAccounts,
  user: SoundAccounts['oddities']['unshadowed'][number],
): Requirement {
  const { name, line, password } = user;
  const says = {
    none: `${name} has an empty password field: nothing is asked`,
    locked: `${name} has a lock here and not in /etc/shadow`,
    set: `${name} has a hash that everybody on this host can read`,
  };
  const about = {
    object: `unshadowed:${name}`,
    statement: `the password of ${name} stands in /etc/shadow`,
    evidence: [{ source: '/etc/passwd', line, says: says[password], wins: true }],
    wishes: [],
  };
  const isOnlyOne = given.oddities.unshadowed.filter((each) => each.name === name).length === 1;
  if (password === 'none' && isOnlyOne && given.secrets.some((secret) => secret.name === name)) {
    const wish: Wish = { kind: 'entry', key: '/etc/passwd', part: `passwd:${name}/password`, desired: 'x' };
    return { ...about, verdict: 'unmet', wishes: [wish] };
  }
  return { ...about, verdict: 'manual', steps: ['pwconv', `passwd ${shellWord(name)}`] };
}

function empty(given: SoundAccounts, { name, line }: ShadowEntry): Requirement {
  const about = {
    object: `password:${name}`,
    statement: `${name} cannot be used without a password`,
    evidence: [{ source: '/etc/shadow', line, says: `${name} has an empty password`, wins: true }],
    wishes: [],
  };
  const isRoot = given.users.some((user) => user.name === name && user.uid === 0);
  if (isRoot) return { ...about, verdict: 'manual', steps: [`passwd ${shellWord(name)}`] };
  const wish: Wish = { kind: 'entry', key: '/etc/shadow', part: `shadow:${name}/password`, desired: '!' };
  return { ...about, verdict: 'unmet', wishes: [wish] };
}

function idle(given: SoundAccounts, user: PasswdEntry, { name, line }: ShadowEntry): Requirement {
  const about = {
    object: `idle:${name}`,
    statement: `${name} has no shell, and so no password`,
    evidence: [
      { source: '/etc/passwd', line: user.line, says: `${name} has the shell ${user.shell}`, wins: true },
      { source: '/etc/shadow', line, says: `${name} has a password`, wins: true },
    ],
    wishes: [],
  };
  if (isSystemAccount(given, user)) {
    const wish: Wish = { kind: 'entry', key: '/etc/shadow', part: `shadow:${name}/locked`, desired: true };
    return { ...about, verdict: 'unmet', wishes: [wish] };
  }
  return {
    ...about,
    verdict: 'manual',
    steps: [
      `see whether a service of mail or files asks ${name} for its password, which a lock would end`,
      `if none does: usermod -L ${shellWord(name)}`,
    ],
  };
}
