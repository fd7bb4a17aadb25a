import { type AclEntry, parsePosixAcl } from '../formats/posix-acl.ts';
import type { Fact } from '../model/playbook.ts';

/** The access control list of /run/docker.sock; empty where it has none, or there is no socket. It is gone with the socket at a reboot. */
export const dockerSocketAcl: Fact<readonly AclEntry[]> = {
  name: 'docker-socket-acl',
  async read(host) {
    // The look at attributes costs a process, and most hosts without Docker have no socket.
    if ((await host.status('/run/docker.sock')) === null) return [];
    const entry = await host.entry('/run/docker.sock');
    const list = entry?.xattrs['system.posix_acl_access'];
    return list === undefined ? [] : parsePosixAcl(list);
  },
};
