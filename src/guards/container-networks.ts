import { kernelSettings } from '../facts/kernel-settings.ts';
import { processes } from '../facts/processes.ts';
import type { Guard } from './guard.ts';
import { playbooksOf } from './playbooks-of.ts';

const KEY = 'net.ipv4.ip_forward';
const PATH = 'net/ipv4/ip_forward';

/**
 * Where dockerd runs, forwarding stays on: without it no container reaches anything, and no published port answers.
 * dockerd turns it on when it starts and not again, so what is off at boot only is not refused.
 */
export const containerNetworks: Guard = async ({ now, planned, changes }) => {
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
};
