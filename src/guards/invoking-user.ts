import { accountAccess } from '../facts/account-access.ts';
import { dockerGroup } from '../facts/docker-group.ts';
import { groups } from '../facts/groups.ts';
import { invoker } from '../facts/invoker.ts';
import type { Use } from '../model/playbook.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';
import { placed } from './placed.ts';
import { playbooksOf } from './playbooks-of.ts';
import { touchesAccounts } from './touches-accounts.ts';

/**
 * Whoever runs this keeps Docker and the way to root: nobody should find out at the next login that they have shut
 * themselves out.
 */
export const invokingUser: Guard = async (given) => {
  if (!touchesAccounts(given.changes)) return [];
  const user = await given.now(invoker);
  if (user === null || user === 'root' || given.allow.includes('remove-invoking-user')) return [];
  return [...(await keepsDocker(given, user)), ...(await keepsSudo(given, user))];
};

type Given = Parameters<Guard>[0];

async function keepsDocker({ now, planned, changes }: Given, user: string): Promise<readonly Refusal[]> {
  if (!changes.some(({ kind, key }) => kind === 'entry' && key === '/etc/group')) return [];
  const left = new Set(await groupsOf(user, planned));
  const lost = (await groupsOf(user, now)).filter((group) => !left.has(group));
  return lost.map((group) => ({
    code: 'guard' as const,
    args: {
      guard: 'invoking-user',
      playbook: 'accounts/docker-group-members',
      object: `user:${user}`,
      why: `you are logged in as ${user} and would leave the group ${group}`,
      lift: `put ${user} into "allowed" of [accounts/docker-group-members], or "allow = remove-invoking-user" into [run] of the policy`,
    },
  }));
}

async function keepsSudo({ now, planned, changes, today }: Given, user: string): Promise<readonly Refusal[]> {
  const sudoOf = async (use: Use) =>
    (await use(accountAccess(today))).find(({ name }) => name === user)?.sudo ?? null;
  const before = await sudoOf(now);
  const after = await sudoOf(planned);
  if (before?.isOpen !== true || after?.isOpen === true) return [];
  const lost = after === null ? 'there is no sudo for it' : placed(after);
  return [
    {
      code: 'guard',
      args: {
        guard: 'invoking-user',
        playbook: playbooksOf(changes),
        object: `user:${user}`,
        why: `you are logged in as ${user}, who becomes root by sudo (${placed(before)}) and then could not (${lost})`,
        lift: `see first that ${user} will be able to: with a password (passwd ${user}) and a rule of sudo that lets it; or put "allow = remove-invoking-user" into [run] of the policy`,
      },
    },
  ];
}

async function groupsOf(user: string, use: Use): Promise<readonly string[]> {
  const sockets = (await use(dockerGroup)).map(({ name }) => name);
  return (await use(groups))
    .filter(({ name, members }) => sockets.includes(name) && members.includes(user))
    .map(({ name }) => name);
}
