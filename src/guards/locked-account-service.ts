import { processes } from '../facts/processes.ts';
import { servicesAsUser } from '../facts/services-as-user.ts';
import { userSecrets } from '../facts/user-secrets.ts';
import { users } from '../facts/users.ts';
import { epochDay } from '../formats/epoch-day.ts';
import type { Use } from '../model/playbook.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';
import { touchesAccounts } from './touches-accounts.ts';

interface Lock {
  readonly name: string;
  readonly uid: number;
  readonly by: 'password' | 'expiry' | 'shell';
  /** With file and line. */
  readonly says: string;
}

const NO_SHELL = /\/(?:nologin|false)$/;

/** No account is locked that something runs as: what is stopped next time would not come back, and nobody would know why. */
export const lockedAccountService: Guard = async ({ now, planned, changes, today }) => {
  if (!touchesAccounts(changes)) return [];
  const before = await locksOf(now, today);
  const fresh = (await locksOf(planned, today)).filter(
    ({ name, by }) => !before.some((lock) => lock.name === name && lock.by === by),
  );
  if (fresh.length === 0) return [];
  const services = await now(servicesAsUser);
  const running = (await now(processes)) ?? [];
  return [...Map.groupBy(fresh, ({ name }) => name)].flatMap(([name, locks]) => {
    const uid = locks[0]?.uid;
    const units = services.filter(({ user }) => user === name || user === String(uid));
    const count = running.filter((process) => process.uid === uid).length;
    const uses = [
      ...units.map(
        ({ unit, user, source, line }) => `${unit} runs as it (${source}, line ${line}: User=${user})`,
      ),
      ...(count === 0 ? [] : [`${count} running ${count === 1 ? 'process is' : 'processes are'} its`]),
    ];
    if (uses.length === 0) return [];
    return [
      {
        code: 'guard' as const,
        args: {
          guard: 'locked-account-service',
          playbook: playbooksOf(changes),
          object: `user:${name}`,
          why: `${name} would be locked (${locks.map(({ says }) => says).join('; ')}), and ${uses.join(', ')}`,
          lift: `stop for good what runs as ${name} (ps -u ${name}), or keep the account: waive it for that playbook`,
        },
      },
    ];
  });
};

/** Every way in which accounts are shut. */
async function locksOf(use: Use, today: string): Promise<readonly Lock[]> {
  const secrets = await use(userSecrets);
  const day = epochDay(today);
  return (await use(users)).flatMap(({ name, uid, shell, line }) => {
    const locks: Lock[] = [];
    const secret = secrets.find((each) => each.name === name);
    if (secret?.password === 'locked') {
      locks.push({ name, uid, by: 'password', says: `/etc/shadow, line ${secret.line}: no password` });
    }
    if (secret !== undefined && secret.expire !== null && secret.expire <= day) {
      locks.push({ name, uid, by: 'expiry', says: `/etc/shadow, line ${secret.line}: expired` });
    }
    if (NO_SHELL.test(shell)) {
      locks.push({ name, uid, by: 'shell', says: `/etc/passwd, line ${line}: shell ${shell}` });
    }
    return locks;
  });
}
