import { bootPacketFilter } from '../facts/boot-packet-filter.ts';
import { dockerData } from '../facts/docker-data.ts';
import { kernelSettings } from '../facts/kernel-settings.ts';
import { processes } from '../facts/processes.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';
import { touchesPacketFilter } from './touches-packet-filter.ts';

const KEY = 'net.ipv4.ip_forward';
const PATH = 'net/ipv4/ip_forward';

/**
 * Where Docker is, what its networks rest on stays: forwarding, and the tables of the packet filter that dockerd has
 * made. Without either no container reaches anything, and no published port answers.
 */
export const containerNetworks: Guard = async (given) => [
  ...(await keepsForwarding(given)),
  ...(await keepsTables(given)),
];

type Given = Parameters<Guard>[0];

/** dockerd turns it on when it starts and not again, so what is off at boot only is not refused. */
async function keepsForwarding({ now, planned, changes }: Given): Promise<readonly Refusal[]> {
  const turning = changes.find(({ kind, key }) => kind === 'kernel-setting' && key === KEY);
  if (turning === undefined) return [];
  const forwarding = kernelSettings([KEY]);
  const [before, after] = [await now(forwarding), await planned(forwarding)];
  if (before.live?.[PATH] === '0' || after.live?.[PATH] !== '0') return [];
  const daemon = (await now(processes))?.find(({ argv }) => argv[0]?.endsWith('/dockerd'));
  if (daemon === undefined) return [];
  return [
    {
      code: 'guard',
      args: {
        guard: 'container-networks',
        playbook: playbooksOf([turning]),
        object: `key:${KEY}`,
        why: `containers would lose their networks and published ports: ${KEY} would be 0, and dockerd runs (process ${daemon.pid})`,
        lift: `leave ${KEY} at 1, or stop Docker first`,
      },
    },
  ];
}

/** A file that flushes everything takes Docker's tables along whenever it is loaded again, and dockerd does not see it. */
async function keepsTables({ now, planned, changes }: Given): Promise<readonly Refusal[]> {
  const touching = touchesPacketFilter(changes);
  if (touching.length === 0) return [];
  const known = (await now(bootPacketFilter)).flushes.map(({ source }) => source);
  const flushing = (await planned(bootPacketFilter)).flushes.filter(({ source }) => !known.includes(source));
  if (flushing.length === 0 || (await now(dockerData)).length === 0) return [];
  return flushing.map(({ source, line }) => ({
    code: 'guard' as const,
    args: {
      guard: 'container-networks',
      playbook: playbooksOf(touching),
      object: `file:${source}`,
      why: `containers would lose their networks and published ports whenever it is loaded: line ${line} flushes the tables of all others, Docker's too`,
      lift: 'replace a table of your own only, by "delete table" and its new text in one file',
    },
  }));
}
