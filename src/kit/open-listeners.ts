import { isLoopback } from '../formats/is-loopback.ts';
import type { ListeningSocket, ObservedSockets } from '../model/observation.ts';

/** A port of this host that other machines reach, and who listens there. */
export interface OpenListener {
  /** `tcp/22` */
  readonly name: string;
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly sockets: readonly ListeningSocket[];
}

/** What listens for others, by protocol and port, in their order; Docker's proxies for published ports are left to it. */
export function openListeners(sockets: ObservedSockets): readonly OpenListener[] {
  const open = sockets.listening.filter((each) => !isLoopback(each.address) && !isDockerProxy(each));
  return listenersOf(open);
}

/** Ports that Docker publishes by a program of its own: they are used without it only from other machines, by IPv4. */
export function proxiedListeners(sockets: ObservedSockets): readonly OpenListener[] {
  return listenersOf(sockets.listening.filter((each) => !isLoopback(each.address) && isDockerProxy(each)));
}

function isDockerProxy({ programs }: ListeningSocket): boolean {
  return programs.some(({ path }) => path?.endsWith('/docker-proxy') === true);
}

function listenersOf(open: readonly ListeningSocket[]): readonly OpenListener[] {
  const byName = Map.groupBy(open, ({ protocol, port }) => `${protocol}/${port}`);
  return [...byName]
    .map(([name, sockets]): OpenListener => {
      const [{ protocol, port } = { protocol: 'tcp' as const, port: 0 }] = sockets;
      return { name, protocol, port, sockets };
    })
    .sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : a.port - b.port));
}
