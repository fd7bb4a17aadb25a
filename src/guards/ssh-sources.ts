import { groups } from '../facts/groups.ts';
import { runsSshd } from '../facts/runs-sshd.ts';
import { type SshPeer, sshPeers } from '../facts/ssh-peers.ts';
import { sshd, statementsOf } from '../facts/sshd.ts';
import { users } from '../facts/users.ts';
import { ADMISSION, createSshdAdmits, sshdList } from '../formats/sshd-admits.ts';
import { holdsFor } from '../formats/sshd-evaluate.ts';
import { sudoersUser } from '../formats/sudoers-user.ts';
import type { Use } from '../model/playbook.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

const RESTS_ON = /^\/etc\/(?:ssh\/|(?:passwd|group)$)/;

/**
 * Who is connected to sshd now would be let in from the same address again: by the lists of users, groups and networks,
 * which is all that can be told of other people's logins. Who would not be now loses nothing.
 */
export const sshSources: Guard = async ({ now, planned, changes }) => {
  const isConcerned = changes.some(({ kind, key }) => kind === 'entry' && RESTS_ON.test(key));
  if (!isConcerned || !(await now(runsSshd))) return [];
  const lost: (SshPeer & { readonly by: string })[] = [];
  for (const peer of await now(sshPeers)) {
    const [before, after] = [await doorFor(now, peer), await doorFor(planned, peer)];
    if (before.isOpen && !after.isOpen) lost.push({ ...peer, by: after.by });
  }
  return lost.map(({ user, from, by }) => ({
    code: 'guard' as const,
    args: {
      guard: 'ssh-sources',
      playbook: playbooksOf(changes),
      object: `peer:${from}`,
      why: `${user === null ? 'somebody' : user} is connected to sshd from ${from} and would not be let in from there again (${by})`,
      lift: `put a network with ${from} into "ranges" of [ssh/source-ranges], or see who that is and end the session (who, ss -tnp)`,
    },
  }));
};

/** Whether sshd lets this user in from there, or anybody where the user is not known; and the lines that it rests on. */
async function doorFor(
  use: Use,
  { user, from }: SshPeer,
): Promise<{ readonly isOpen: boolean; readonly by: string }> {
  const server = await use(sshd);
  if (server === null) return { isOpen: false, by: 'there is no sshd' };
  const statements = statementsOf(server);
  const all = await use(groups);
  const visitors = (await use(users))
    .filter(({ name }) => user === null || name === user)
    .map((account) => ({
      user: account.name,
      groups: sudoersUser(account, all).groups.map(({ name }) => name),
      address: from,
    }));
  const elsewhere = { host: null, localAddress: null, localPort: null };
  const admits = createSshdAdmits(statements);
  const lines = new Set<string>();
  const isOpen = visitors.some((visitor) => {
    const holds = holdsFor({ ...visitor, ...elsewhere });
    for (const { path, line } of ADMISSION.flatMap((key) => sshdList(statements, key, holds)))
      lines.add(`${path}:${line}`);
    return admits(visitor, holds);
  });
  return { isOpen, by: visitors.length === 0 ? 'there is no such account' : [...lines].join(', ') };
}
