import type { KernelSettings } from '../facts/kernel-settings.ts';
import type { Routing } from '../facts/routing.ts';
import type { Tolerated } from '../facts/tolerated.ts';
import type { DockerNetwork } from '../formats/docker-networks.ts';
import type { Evidence } from '../model/requirement.ts';
import { interfaceNames } from './interface-names.ts';
import { unreadEvidence } from './unread-evidence.ts';

/** Tunnels: what comes out of one is often answered elsewhere. */
const TUNNEL = /^(?:gre|ipsec|ppp|sit|tailscale|tap|tun|vti|wg|zt)/;
/** Containers of these are at the wire themselves, next to a bridge that the host routes for. */
const AT_THE_WIRE = ['macvlan', 'ipvlan'];

/** What tells by which ways packets come and go. */
export interface Paths {
  readonly settings: KernelSettings;
  readonly routing: Routing | null;
  readonly networks: Tolerated<readonly DockerNetwork[] | null>;
}

/**
 * Why an answer may leave by another interface than the question came in by, each reason with where it was seen:
 * a strict reverse path filter (RFC 3704) would drop such packets. In an image nobody knows.
 */
export function asymmetricRouting({ settings, routing, networks }: Paths): readonly Evidence[] {
  if (routing === null)
    return [{ source: 'image', says: 'what it will be connected to is not known', wins: true }];
  const { defaults, moreTables } = routing;
  const tunnels = interfaceNames(settings).filter((name) => TUNNEL.test(name));
  return [
    ...(defaults.length < 2
      ? []
      : [{ source: '/proc/net/route', says: `default routes by ${defaults.join(' and ')}`, wins: true }]),
    ...(moreTables.length === 0
      ? []
      : [{ source: '/proc/net/fib_trie', says: `routing tables ${moreTables.join(', ')}`, wins: true }]),
    ...tunnels.map((name) => ({ source: `/proc/sys/net/ipv4/conf/${name}`, says: 'a tunnel', wins: true })),
    ...networksAtTheWire(networks),
  ];
}

function networksAtTheWire(networks: Paths['networks']): readonly Evidence[] {
  const source = 'docker network ls';
  if ('refusal' in networks) return [unreadEvidence(source, networks.refusal)];
  if (networks.value === null)
    return [{ source, says: 'Docker does not run, so its networks are not known', wins: true }];
  return networks.value
    .filter(({ driver }) => AT_THE_WIRE.includes(driver))
    .map(({ name, driver }) => ({ source, says: `${name} is of the driver ${driver}`, wins: true }));
}
