import { decodeHostText } from '../formats/host-text.ts';
import { advertisedInterfaces, defaultRouteInterfaces, moreRoutingTables } from '../formats/routes.ts';
import type { HostReader } from '../model/host.ts';
import type { Fact } from '../model/playbook.ts';
import { Refused } from '../model/refusal.ts';

/** By which ways packets leave and come back. */
export interface Routing {
  /** Interfaces of IPv4 default routes. */
  readonly defaults: readonly string[];
  /** Routing tables besides `main` and `local`: rules choose among them. */
  readonly moreTables: readonly number[];
  /** Interfaces whose IPv6 routes come from router advertisements that the kernel took; null without IPv6. */
  readonly advertised: readonly string[] | null;
}

/** /proc/net/route, fib_trie and ipv6_route; null in an image, which routes nothing. */
export const routing: Fact<Routing | null> = {
  name: 'routing',
  async read(host) {
    if (host.identity.type === 'image') return null;
    const ipv6 = await procText(host, 'net/ipv6_route');
    return {
      defaults: defaultRouteInterfaces((await procText(host, 'net/route')) ?? ''),
      moreTables: moreRoutingTables((await procText(host, 'net/fib_trie')) ?? ''),
      advertised: ipv6 === null ? null : advertisedInterfaces(ipv6),
    };
  },
};

/** Null where the kernel was built or started without what the file tells of. */
async function procText(host: HostReader, path: string): Promise<string | null> {
  try {
    return decodeHostText(await host.observe({ type: 'proc', path }));
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'not-observable') return null;
    throw error;
  }
}
