import type { Requirement } from '../model/requirement.ts';
import type { Firewall } from './firewall.ts';
import { listenerWords } from './listener-words.ts';
import { openListeners } from './open-listeners.ts';

/** Nobody but a person can say where administration comes from; the steps propose what is connected now. */
export function proposeNetworks(
  { sockets, sshPorts }: Firewall,
  networks: readonly string[],
  services: readonly string[],
): Requirement {
  const listeners = sockets === null ? [] : openListeners(sockets);
  const ports = sshPorts.map(({ port }) => port).join(', ');
  return {
    object: 'param:admin',
    verdict: 'manual',
    statement: 'it is decided from which networks this host is administered',
    evidence: [
      ...sshPorts.map(({ evidence }) => ({ ...evidence, wins: false })),
      ...networks.map((address) => ({
        source: '/proc/net/tcp',
        says: `${address} is connected to SSH at port ${ports} now`,
        wins: false,
      })),
      ...listeners.map((listener) => ({
        source: '/proc/net',
        says: `${listener.name}: ${listenerWords(listener)}`,
        wins: false,
      })),
    ],
    wishes: [],
    steps: [
      `decide from which networks SSH is used, and set them in /etc/holdfast/policy.ini, in the section [network/host-firewall-ranges]: admin = ${networks.join(', ') || '10.0.0.0/8'}`,
      services.length === 0
        ? 'no other port is open to other machines now; what should be is named there as services = tcp/443'
        : `decide which of the ports that others reach now stay open, and to whom, and name them there: services = ${services.join(', ')}`,
      'then plan again',
    ],
  };
}
