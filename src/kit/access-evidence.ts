import type { SocketGroup } from '../facts/docker-group.ts';
import type { GroupEntry } from '../formats/group.ts';
import type { Evidence } from '../model/requirement.ts';
import type { DockerAccess } from './docker-access.ts';

/** Every line and process that gives a user the group; what another way already gives does not win. */
export function accessEvidence(access: DockerAccess): readonly Evidence[] {
  const { user, listed, secretlyListed, administers, primary, remote, processes } = access;
  const persistent = listed.length > 0 || primary !== null || remote.length > 0;
  const found: Evidence[] = listed.map((group) => membersEvidence(group, true));
  for (const { line, name, admins, members } of new Set([...(secretlyListed ?? []), ...administers])) {
    const also = admins.length === 0 ? '' : ` and the administrators ${list(admins)}`;
    const says = `group ${name} has the members ${list(members)}${also}`;
    found.push({ source: '/etc/gshadow', line, says, wins: administers.length > 0 });
  }
  if (primary !== null) {
    const says = `${user} has the primary group ${primary.gid}`;
    found.push({ source: '/etc/passwd', line: primary.line, says, wins: true });
  }
  for (const name of remote) {
    found.push({ source: `getent group ${name}`, says: `lists ${user}`, wins: true });
  }
  if (processes.length > 0) {
    const says = `${processes.length} running processes of ${user} hold the group`;
    found.push({ source: '/proc', says, wins: !persistent });
  }
  return found;
}

export function membersEvidence({ name, line, members }: GroupEntry, wins: boolean): Evidence {
  return { source: '/etc/group', line, says: `group ${name} has the members ${list(members)}`, wins };
}

/** Who decides which group it is: explains, and never wins. */
export function groupEvidence(socketGroups: readonly SocketGroup[]): readonly Evidence[] {
  return socketGroups.map(({ evidence }) => ({ ...evidence, wins: false }));
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(',');
}
