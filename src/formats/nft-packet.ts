import type { IpFamily } from './address-ranges.ts';
import { portNumber } from './port-number.ts';

/** The first packet of a connection from another machine, whose address is left open. */
export interface NftPacket {
  readonly family: IpFamily;
  /** `other`: of no protocol that anybody would name. */
  readonly protocol: 'tcp' | 'udp' | 'other';
  /** The port it was sent to. */
  readonly port: number;
  /** The interface of the container's network that it is passed on to; null for one to this host itself. */
  readonly out: string | null;
}

/** Interfaces behind which are containers of this host, and no other machine: Docker's bridges, and ends of wires into containers. */
const OF_CONTAINERS = /^(?:docker0$|docker_gwbridge$|br-(?:[0-9a-f]{12}|\*)$|veth)/;
const FAMILY: ReadonlyMap<string, IpFamily> = new Map([
  ['ipv4', 4],
  ['ipv6', 6],
  ['ip', 4],
  ['ip6', 6],
]);
const NUMBER = { tcp: '6', udp: '17', other: '' } as const;

/** Whether a packet can have that field at all: `tcp dport` is of TCP alone, also where it is negated. */
export function nftHasField(packet: NftPacket, selector: string): boolean {
  const [layer = ''] = selector.split(' ');
  if (layer === 'ip') return packet.family === 4;
  if (layer === 'ip6') return packet.family === 6;
  if (layer === 'tcp' || layer === 'udp') return packet.protocol === layer;
  if (layer === 'th' || selector === 'ct original proto-dst') return packet.protocol !== 'other';
  return !/^(?:icmp|icmpv6|igmp|sctp|dccp|arp)$/.test(layer);
}

/** Whether a field of the packet is that value: null where it cannot be told, `after` says at which hook it is looked at. */
export function nftFieldIs(packet: NftPacket, hook: string, selector: string, value: string): boolean | null {
  switch (selector) {
    case 'ct state':
      return value === 'new';
    case 'ct status':
      return value === 'dnat' ? hook === 'forward' : null;
    case 'ct direction':
      return value === 'original';
    case 'meta l4proto':
    case 'ip protocol':
    case 'ip6 nexthdr':
    case 'ct original protocol':
      return /^\d+-/.test(value) ? null : value === packet.protocol || value === NUMBER[packet.protocol];
    case 'meta nfproto':
    case 'meta protocol':
    case 'ether type':
      return FAMILY.has(value) ? FAMILY.get(value) === packet.family : null;
    case 'iif':
    case 'iifname':
    case 'meta iif':
    case 'meta iifname':
      return value === 'lo' || OF_CONTAINERS.test(value) ? false : null;
    case 'oif':
    case 'oifname':
    case 'meta oif':
    case 'meta oifname':
      if (hook !== 'forward') return false;
      return packet.out === null ? null : namesInterface(value, packet.out);
    case 'tcp dport':
    case 'udp dport':
    case 'th dport':
      // Behind the destination's change it is the container's own.
      return hook === 'forward' ? null : isPort(packet.port, value);
    case 'ct original proto-dst':
      return isPort(packet.port, value);
    case 'fib daddr type':
      return hook === 'forward' ? null : value === 'local';
    case 'ip daddr':
    case 'ip6 daddr':
      // It is for this host, and not for a group of hosts.
      return /^(?:22[4-9]|23\d|255)\.|^ff/i.test(value) ? false : null;
    default:
      return null;
  }
}

function namesInterface(value: string, name: string): boolean {
  return value.endsWith('*') ? name.startsWith(value.slice(0, -1)) : value === name;
}

function isPort(port: number, value: string): boolean | null {
  const [from = null, to = from] = value.split('-', 2).map(portNumber);
  return from === null || to === null ? null : from <= port && port <= to;
}
