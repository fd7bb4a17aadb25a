import { dockerGroup } from '../facts/docker-group.ts';
import { groups } from '../facts/groups.ts';
import { invoker } from '../facts/invoker.ts';
import type { Use } from '../model/playbook.ts';
import type { Guard } from './guard.ts';

/** Whoever runs this keeps Docker: nobody should find out at the next login that they have shut themselves out. */
export const invokingUser: Guard = async ({ now, planned, changes, allow }) => {
  if (!changes.some(({ kind, key }) => kind === 'entry' && key === '/etc/group')) return [];
  const user = await now(invoker);
  if (user === null || user === 'root' || allow.includes('remove-invoking-user')) return [];
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
};

async function groupsOf(user: string, use: Use): Promise<readonly string[]> {
  const sockets = (await use(dockerGroup)).map(({ name }) => name);
  return (await use(groups))
    .filter(({ name, members }) => sockets.includes(name) && members.includes(user))
    .map(({ name }) => name);
}
