import { dockerGroup as socketGroups } from '../facts/docker-group.ts';
import { dockerSocketAcl } from '../facts/docker-socket-acl.ts';
import { remoteGroups } from '../facts/remote-groups.ts';
import { tolerated } from '../facts/tolerated.ts';
import type { AclEntry } from '../formats/posix-acl.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { accessEvidence, groupEvidence, membersEvidence } from './access-evidence.ts';
import { type DockerAccess, type DockerAccounts, dockerAccess, socketGids } from './docker-access.ts';
import { leaveGroupSteps } from './leave-group-steps.ts';
import { people } from './people.ts';
import { socketAcl } from './socket-acl.ts';
import { unreadEvidence } from './unread-evidence.ts';

/** Docker's groups: which they are, who is in them, and that only the allowed may be. */
export const dockerGroup = {
  socketGroups,
  acl: dockerSocketAcl,
  remote: tolerated(remoteGroups),
  exists,
  onlyAllowed,
  candidates,
};

type Given = DockerAccounts & { readonly acl: readonly AclEntry[] };

/** Groups that give root to their members as Docker's does; worth knowing beside it. */
const NEIGHBORS = ['lxd', 'incus-admin', 'libvirt', 'disk'];

/** True, or the sentence why membership of a group does not matter here. */
function exists(given: Given): true | string {
  const names = given.socketGroups.map(({ name }) => name).join(' or ');
  const gids = socketGids(given);
  if (gids.length === 0) return `there is no group ${names} on this host`;
  return gids.every((gid) => gid === 0) ? "the Docker socket is root's alone" : true;
}

/** Who may sensibly be allowed: whoever can reach the socket now, and people. */
function candidates(given: DockerAccounts): readonly string[] {
  return [...new Set([...dockerAccess(given).map(({ user }) => user), ...people(given.users)])];
}

/**
 * One requirement per user who has a way to the socket and is not allowed; one per group where there is none.
 * Membership in files is taken away; a primary group, a directory service, a password or an access control
 * list is for a person; a process that still holds the group holds it until it ends.
 */
function onlyAllowed(given: Given, allowed: readonly string[]): readonly Requirement[] {
  const found = [
    ...dockerAccess(given)
      .filter(({ user }) => !allowed.includes(user))
      .map((access) => ofUser(given, access)),
    ...passwords(given),
    ...socketAcl(given, given.acl, allowed),
  ];
  return found.length > 0 && 'value' in given.remote ? found : [...found, ...ofGroups(given)];
}

function ofUser(given: Given, access: DockerAccess): Requirement {
  const { user, listed, secretlyListed, administers, primary } = access;
  // All sources answer together, so only a group that no file explains is a directory's.
  const remote = listed.length > 0 ? [] : access.remote;
  const judged = { ...access, remote };
  const evidence = [...accessEvidence(judged), ...groupEvidence(given.socketGroups)];
  const about = {
    object: `user:${user}`,
    statement: `${user} cannot reach the Docker socket through a group`,
    evidence,
    wishes: [],
    ...(access.remote.length > 0 ? { observed: true } : {}),
  };
  if (primary !== null || remote.length > 0) {
    return { ...about, verdict: 'manual', steps: leaveGroupSteps(given, judged) };
  }
  if (listed.length > 0 || administers.length > 0 || (secretlyListed ?? []).length > 0) {
    if (secretlyListed !== null) return { ...about, verdict: 'unmet', wishes: wishesFor(access) };
    const unread = 'refusal' in given.secrets ? [unreadEvidence('/etc/gshadow', given.secrets.refusal)] : [];
    return { ...about, verdict: 'unknown', evidence: [...evidence, ...unread] };
  }
  return { ...about, verdict: 'pending', pending: 'login', observed: true };
}

/** Both files, as gpasswd(1) does: grpck(8) finds fault where they differ. */
function wishesFor({ user, listed, secretlyListed, administers }: DockerAccess): readonly Wish[] {
  const without = (key: string, part: string): Wish => ({ kind: 'entry', key, part, desired: null });
  return [
    ...listed.map(({ name }) => without('/etc/group', `group:${name}/member/${user}`)),
    ...(secretlyListed ?? []).map(({ name }) => without('/etc/gshadow', `gshadow:${name}/member/${user}`)),
    ...administers.map(({ name }) => without('/etc/gshadow', `gshadow:${name}/admin/${user}`)),
  ];
}

/** Whoever knows a group's password joins with newgrp(1). Its hash is nothing to plan and journal, so a person takes it away. */
function passwords(given: Given): readonly Requirement[] {
  const gids = socketGids(given);
  const names = given.groups.filter((group) => gids.includes(group.gid)).map((group) => group.name);
  const secrets = 'value' in given.secrets ? given.secrets.value : [];
  return secrets
    .filter((group) => group.hasPassword && names.includes(group.name))
    .map(({ name, line }) => ({
      object: `password:${name}`,
      verdict: 'manual',
      statement: `nobody can join group ${name} by a password`,
      evidence: [{ source: '/etc/gshadow', line, says: `group ${name} has a password`, wins: true }],
      wishes: [],
      steps: [`gpasswd -r ${shellWord(name)}`],
    }));
}

function ofGroups(given: Given): readonly Requirement[] {
  const gids = socketGids(given);
  const refusal = 'refusal' in given.remote ? given.remote.refusal : null;
  const neighbors = given.groups
    .filter(({ name, members }) => NEIGHBORS.includes(name) && members.length > 0)
    .map((group) => membersEvidence(group, false))
    .map((evidence) => ({ ...evidence, says: `${evidence.says}, who are as good as root` }));
  return given.groups
    .filter((group) => gids.includes(group.gid))
    .map((group) => {
      const unasked = refusal === null ? [] : [unreadEvidence(`getent group ${group.name}`, refusal)];
      return {
        object: `group:${group.name}`,
        verdict: refusal === null ? 'met' : 'unknown',
        statement: `only allowed users are in group ${group.name}`,
        evidence: [
          membersEvidence(group, true),
          ...unasked,
          ...groupEvidence(given.socketGroups),
          ...neighbors,
        ],
        wishes: [],
      };
    });
}
