import { type AccountAccess, accountAccess, type Way } from '../facts/account-access.ts';
import type { Use } from '../model/playbook.ts';
import type { Guard } from './guard.ts';
import { placed } from './placed.ts';
import { playbooksOf } from './playbooks-of.ts';
import { touchesAccounts } from './touches-accounts.ts';

/**
 * Somebody can become root: root who logs in, or an account that logs in and uses sudo. A host where nobody can is
 * not made worse. Whoever knows root's password may use su(1) as well, so that this adds nobody.
 */
export const canBecomeRoot: Guard = async ({ now, planned, changes, today }) => {
  if (!touchesAccounts(changes)) return [];
  const before = (await access(now, today)).flatMap((account) => {
    const way = wayToRoot(account);
    return way.isOpen ? [{ ...account, way }] : [];
  });
  const after = await access(planned, today);
  if (before.length === 0 || after.some((account) => wayToRoot(account).isOpen)) return [];
  return before.map(({ name, way }) => {
    const left = after.find((account) => account.name === name);
    const lost = left === undefined ? 'the account would be gone' : placed(wayToRoot(left));
    return {
      code: 'guard' as const,
      args: {
        guard: 'can-become-root',
        playbook: playbooksOf(changes),
        object: `user:${name}`,
        why: `nobody could become root any more: ${name} can now (${placed(way)}), and then could not (${lost})`,
        lift: `see first that one account will still be able to: with a password (passwd ${name}) and a rule of sudo that lets it, or root with a password or a key`,
      },
    };
  });
};

function wayToRoot({ uid, login, sudo }: AccountAccess): Way {
  if (uid === 0 || !login.isOpen) return login;
  return sudo ?? { ...login, isOpen: false, says: 'it could log in, and there is no sudo' };
}

async function access(use: Use, today: string): Promise<readonly AccountAccess[]> {
  return use(accountAccess(today));
}
