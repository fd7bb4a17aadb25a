import { epochDay } from '../formats/epoch-day.ts';
import type { GroupEntry } from '../formats/group.ts';
import { isLoginShell } from '../formats/is-login-shell.ts';
import type { PasswdEntry } from '../formats/passwd.ts';
import type { ShadowEntry } from '../formats/shadow.ts';
import { sudoAsksForRoot } from '../formats/sudo-asks-for-root.ts';
import { decideSudoers } from '../formats/sudoers-evaluate.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { groups } from './groups.ts';
import { type Sudoers, sudoers } from './sudoers.ts';
import { userSecrets } from './user-secrets.ts';
import { users } from './users.ts';

/** Whether an account gets somewhere, and the line that decides it. */
export interface Way {
  readonly isOpen: boolean;
  readonly source: Path;
  /** Null where nothing speaks of the account. */
  readonly line: number | null;
  readonly says: string;
}

/** What an account of this host's files can do by itself. */
export interface AccountAccess {
  readonly name: string;
  readonly uid: number;
  /** Log in: with a password or a key, a shell, and before it expires. */
  readonly login: Way;
  /** Run a shell as root by sudo, giving the password that sudo asks for; null for root, and where there is no sudo. */
  readonly sudo: Way | null;
}

/** One of them is all of root; a rule for something else may be as good, and is not counted. */
const SHELLS: readonly (readonly Path[])[] = [
  ['/usr/bin/bash', '/bin/bash'],
  ['/usr/bin/sh', '/bin/sh'],
  ['/usr/bin/su', '/bin/su'],
];
/** sshd_config(5), `AuthorizedKeysFile` as it is when nobody sets it. */
const KEYS = ['.ssh/authorized_keys', '.ssh/authorized_keys2'];

/** What every account of /etc/passwd can do on that day (`YYYY-MM-DD`). Whether sshd lets in whom it has a key for is not asked. */
export function accountAccess(today: string): Fact<readonly AccountAccess[]> {
  return {
    name: `account-access ${today}`,
    async read(host, use) {
      const day = epochDay(today);
      const [policy, all, secrets] = [await use(sudoers), await use(users), await use(userSecrets)];
      const known = {
        policy,
        secrets,
        day,
        groups: await use(groups),
        root: all.find(({ uid }) => uid === 0),
      };
      const found: AccountAccess[] = [];
      for (const user of all) {
        const sudo = user.uid === 0 || policy === null ? null : sudoWay(known, policy, user);
        // Only of those who are somebody: every question to a host costs.
        const matters = user.uid === 0 || sudo?.isOpen === true;
        const login = await loginWay(known, user, matters ? host : null);
        found.push({ name: user.name, uid: user.uid, login, sudo });
      }
      return found;
    },
  };
}

interface Known {
  readonly secrets: readonly ShadowEntry[];
  readonly day: number;
  readonly groups: readonly GroupEntry[];
  readonly root: PasswdEntry | undefined;
}

async function loginWay(known: Known, user: PasswdEntry, host: HostReader | null): Promise<Way> {
  const { name, shell, line } = user;
  const expired = expiry(known, name);
  if (expired !== null) return expired;
  if (!isLoginShell(shell)) {
    return { isOpen: false, source: '/etc/passwd', line, says: `its shell is ${shell}` };
  }
  const password = passwordWay(known, name);
  if (password.isOpen || host === null) return password;
  const keys = await keyFile(host, user);
  return keys === null ? password : { isOpen: true, source: keys, line: null, says: 'it has a key' };
}

function sudoWay(known: Known, policy: Sudoers, user: PasswdEntry): Way {
  const expired = expiry(known, user.name);
  if (expired !== null) return expired;
  const who = sudoersUser(user, known.groups);
  const decisions = SHELLS.map((names) => decideSudoers(policy, who, names)).filter(({ allowed }) => allowed);
  const decision = decisions.find(({ password }) => !password) ?? decisions[0];
  const rule = decision?.rule ?? null;
  if (decision === undefined || rule === null) {
    return {
      isOpen: false,
      source: policy.main.path,
      line: null,
      says: 'no rule lets it run a shell as root',
    };
  }
  if (decision.password) {
    const asked = sudoAsksForRoot(policy.statements) ? (known.root?.name ?? 'root') : user.name;
    const password = passwordWay(known, asked);
    if (!password.isOpen) return password;
  }
  return { isOpen: true, source: rule.path, line: rule.line, says: rule.text };
}

function passwordWay({ secrets }: Known, name: string): Way {
  const secret = secrets.find((each) => each.name === name);
  const isOpen = secret !== undefined && secret.password !== 'locked';
  const says = isOpen ? `${name} has a password` : `${name} has no password that it could give`;
  return { isOpen, source: '/etc/shadow', line: secret?.line ?? null, says };
}

/** Null for an account that has not expired: shadow(5), on that day it is over. */
function expiry({ secrets, day }: Known, name: string): Way | null {
  const secret = secrets.find((each) => each.name === name);
  if (secret === undefined || secret.expire === null || secret.expire > day) return null;
  return { isOpen: false, source: '/etc/shadow', line: secret.line, says: `${name} has expired` };
}

async function keyFile(host: HostReader, { home }: PasswdEntry): Promise<Path | null> {
  for (const name of home.startsWith('/') ? KEYS : []) {
    const path = await host.resolve(`${home === '/' ? '' : home}/${name}` as Path);
    const status = path === null ? null : await host.status(path);
    if (path !== null && status?.type === 'file' && status.size > 0) return path;
  }
  return null;
}
