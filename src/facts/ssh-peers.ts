import { decodeHostText } from '../formats/host-text.ts';
import { tcpPeers } from '../formats/tcp-peers.ts';
import type { SshConnection } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';
import { invoker } from './invoker.ts';
import { sshSessions } from './ssh-sessions.ts';

/** Somebody at the other end of a connection to sshd; the user is null where only the connection is known. */
export interface SshPeer {
  readonly user: string | null;
  readonly from: string;
}

/** Who must find the door open again: who is logged in by SSH, and whoever runs this, if by SSH. For a running host. */
export const sshPeers: Fact<readonly SshPeer[]> = {
  name: 'ssh-peers',
  async read(host, use) {
    const seen = decodeHostText(await host.observe({ type: 'ssh-connection' }));
    const own = JSON.parse(seen) as SshConnection | null;
    const invoked = own === null ? [] : [{ user: await use(invoker), from: own.from }];
    const sessions = await use(sshSessions);
    if (sessions !== null) return [...invoked, ...sessions];
    // Without logind all connections count, also those on which nobody has logged in yet.
    const connections: SshPeer[] = [];
    for (const path of ['net/tcp', 'net/tcp6']) {
      const text = decodeHostText(await host.observe({ type: 'proc', path }));
      connections.push(...tcpPeers(text, own?.port ?? 22).map((from) => ({ user: null, from })));
    }
    return [...invoked, ...connections];
  },
};
