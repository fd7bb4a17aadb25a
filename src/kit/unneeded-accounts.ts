import type { GroupEntry } from '../formats/group.ts';
import { isLoginShell } from '../formats/is-login-shell.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Path } from '../model/path.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { type AccountWork, accountUses } from './account-uses.ts';

export interface LoginAccounts extends AccountWork {
  readonly users: readonly PasswdEntry[];
  readonly groups: readonly GroupEntry[];
  readonly secrets: readonly ShadowEntry[];
  readonly keys: ReadonlyMap<string, readonly Path[]>;
  readonly noLogin: Path;
}

/** 2024-10-04: over before this was written, whatever day it is. An account that expires later may still be open. */
const LONG_OVER = 20_000;
/** What usermod(8) calls expired: the first day there was. */
const EXPIRED = '1';
/** Groups whose members distributions let use sudo. */
const ADMINISTRATORS = ['sudo', 'wheel', 'admin'];

/** Accounts besides root that somebody can log in with: a shell, and a password or a key. In the order of the file. */
export function loginAccounts(given: LoginAccounts): readonly PasswdEntry[] {
  return given.users.filter((user) => {
    const { password, expire } = secretOf(given, user) ?? { password: 'locked', expire: null };
    if (user.uid === 0 || !isLoginShell(user.shell)) return false;
    if (expire !== null && expire <= LONG_OVER) return false;
    return password !== 'locked' || given.keys.has(user.name);
  });
}

/**
 * One requirement per account that can be logged in with and is not needed: it is locked, expired and gets no shell,
 * unless something runs as it. Without a name among the needed, a person decides first.
 */
export function unneededAccounts(given: LoginAccounts, needed: readonly string[]): readonly Requirement[] {
  const open = loginAccounts(given);
  if (needed.length === 0 && open.length > 0) return [proposal(given, open)];
  const unneeded = open.filter(({ name }) => !needed.includes(name));
  if (unneeded.length > 0) return unneeded.map((user) => ofUser(given, user));
  const evidence = open.map((user): Evidence => ({ ...shellEvidence(user), wins: false }));
  return [
    {
      object: 'accounts',
      verdict: 'met',
      statement: 'only accounts that are needed can be logged in with',
      evidence:
        evidence.length > 0
          ? evidence
          : [{ source: '/etc/passwd', says: 'no account but root can be logged in with', wins: true }],
      wishes: [],
    },
  ];
}

function ofUser(given: LoginAccounts, user: PasswdEntry): Requirement {
  const { name } = user;
  const secret = secretOf(given, user);
  const uses = accountUses(given, user);
  const about = {
    object: `user:${name}`,
    statement: `${name} cannot log in: nobody needs the account`,
    evidence: [...waysEvidence(given, user), ...(uses?.evidence ?? [])],
    wishes: [],
  };
  const instead = `if it is needed, name it in /etc/holdfast/policy.ini, in the section [accounts/unneeded-accounts]: needed = …, ${name}`;
  if (uses !== null)
    return { ...about, verdict: 'manual', steps: [...uses.steps, instead, 'then plan again'] };
  if (secret === undefined) {
    return {
      ...about,
      verdict: 'manual',
      steps: ['give every account a line in /etc/shadow: pwconv', 'then plan again'],
    };
  }
  return { ...about, verdict: 'unmet', wishes: shut(given, user, secret) };
}

/** As usermod -L -e 1 -s does: a password alone leaves keys, a lock alone leaves sshd's forwarding. */
function shut({ noLogin }: LoginAccounts, { name }: PasswdEntry, { password }: ShadowEntry): readonly Wish[] {
  const shadow = (part: string, desired: string | true): Wish => ({
    kind: 'entry',
    key: '/etc/shadow',
    part: `shadow:${name}/${part}`,
    desired,
  });
  return [
    { kind: 'entry', key: '/etc/passwd', part: `passwd:${name}/shell`, desired: noLogin },
    // An empty password is written down whole, so that the undo need not guess what was behind the lock.
    ...(password === 'set' ? [shadow('locked', true)] : password === 'none' ? [shadow('password', '!')] : []),
    shadow('expire', EXPIRED),
  ];
}

function proposal(given: LoginAccounts, open: readonly PasswdEntry[]): Requirement {
  const names = open.map(({ name }) => name);
  const administrators = given.groups
    .filter(({ name }) => ADMINISTRATORS.includes(name))
    .flatMap(({ members }) => members.filter((member) => names.includes(member)));
  const working = open.filter((user) => accountUses(given, user) !== null).map(({ name }) => name);
  const likely = [...new Set([...administrators, ...working])];
  return {
    object: 'param:needed',
    verdict: 'manual',
    statement: 'it is decided which accounts are needed',
    evidence: open.flatMap((user) => waysEvidence(given, user)),
    wishes: [],
    steps: [
      ...names.map((name) => `see when ${name} last logged in: last -n 1 ${shellWord(name)}`),
      `name those that are needed in /etc/holdfast/policy.ini, in the section [accounts/unneeded-accounts]: needed = ${(likely.length > 0 ? likely : names).join(', ')}`,
      'where nobody but root needs to log in: needed = root',
      'then plan again',
    ],
  };
}

function waysEvidence(given: LoginAccounts, user: PasswdEntry): readonly Evidence[] {
  const secret = secretOf(given, user);
  const keys = given.keys.get(user.name) ?? [];
  const says = {
    set: 'has a password',
    none: 'has an empty password',
    locked: 'has no password that it could give',
  };
  return [
    shellEvidence(user),
    ...(secret === undefined
      ? []
      : [
          {
            source: '/etc/shadow',
            line: secret.line,
            says: `${user.name} ${says[secret.password]}`,
            wins: secret.password !== 'locked',
          },
        ]),
    ...keys.map((path) => ({ source: path, says: `has keys that ${user.name} logs in with`, wins: true })),
  ];
}

function shellEvidence({ name, line, shell }: PasswdEntry): Evidence {
  return {
    source: '/etc/passwd',
    line,
    says: `${name} has the shell ${shell === '' ? '/bin/sh' : shell}`,
    wins: true,
  };
}

function secretOf({ secrets }: LoginAccounts, { name }: PasswdEntry): ShadowEntry | undefined {
  return secrets.find((each) => each.name === name);
}
