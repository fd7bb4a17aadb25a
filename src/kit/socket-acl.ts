import type { AclEntry } from '../formats/posix-acl.ts';
import { shellWord } from '../formats/shell-word.ts';
import type { Requirement } from '../model/requirement.ts';
import { type DockerAccounts, socketGids } from './docker-access.ts';

const SOCKET = '/run/docker.sock';
const WRITE = 2;

/** One requirement per user or group that the socket's access control list lets in past its group, for a person to take out. */
export function socketAcl(
  given: DockerAccounts,
  acl: readonly AclEntry[],
  allowed: readonly string[],
): readonly Requirement[] {
  const gids = socketGids(given);
  return acl
    .filter(({ permissions, id }) => (permissions & WRITE) !== 0 && id !== 0)
    .filter(({ type, id }) => type === 'user' || !gids.includes(id))
    .map((entry) => ({ ...entry, name: nameOf(given, entry) }))
    .filter(({ type, name }) => type === 'group' || !allowed.includes(name))
    .map(({ type, name }) => ({
      object: `acl:${type}:${name}`,
      verdict: 'manual',
      statement: `${type} ${name} has no entry in the access control list of the Docker socket`,
      evidence: [{ source: SOCKET, says: `its access control list lets ${type} ${name} write`, wins: true }],
      wishes: [],
      steps: [
        `setfacl -x ${type}:${shellWord(name)} ${SOCKET}`,
        'find out what sets it when the socket is made: systemctl cat docker.socket docker.service',
      ],
    }));
}

function nameOf({ users, groups }: DockerAccounts, { type, id }: AclEntry): string {
  const name =
    type === 'user' ? users.find(({ uid }) => uid === id)?.name : groups.find(({ gid }) => gid === id)?.name;
  return name ?? String(id);
}
