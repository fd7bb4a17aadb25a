import { canonicalNftTable } from '../../../src/formats/canonical-nft-table.ts';
import type { WrittenEntry, WrittenHost } from '../../../src/host/memory-host.ts';
import type { ListeningSocket, Observation, ObservedSockets } from '../../../src/model/observation.ts';

export const NFT = '/usr/sbin/nft';
export const listening = (
  name: string,
  { address = '0.0.0.0', path = '/usr/sbin/x', unit = 'x.service' } = {},
): ListeningSocket => {
  const [protocol, port] = name.split('/');
  return {
    protocol: protocol === 'udp' ? 'udp' : 'tcp',
    address,
    port: Number(port),
    programs: [{ path, unit }],
  };
};
export const SSHD = listening('tcp/22', { path: '/usr/sbin/sshd', unit: 'ssh.service' });

/** A host with sshd and nft, whose kernel has this ruleset (what `nft list ruleset` says) and own tables. */
export function aFilteredHost({
  entries = {},
  ruleset = '',
  own = {},
  sockets = { listening: [SSHD], peers: [] },
  observations = [],
  type = 'live',
}: {
  readonly entries?: { readonly [path: string]: WrittenEntry };
  readonly ruleset?: string;
  readonly own?: { readonly [key: string]: string };
  readonly sockets?: ObservedSockets;
  readonly observations?: readonly (readonly [Observation, string])[];
  readonly type?: 'live' | 'image';
} = {}): WrittenHost {
  return {
    type,
    entries: {
      [NFT]: 'ELF',
      '/usr/sbin/sshd': 'ELF',
      '/etc/ssh/sshd_config': '#Port 22\n',
      '/usr/lib/systemd/system/nftables.service':
        '[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\nExecReload=/usr/sbin/nft -f /etc/nftables.conf\n',
      '/etc/nftables.conf': 'flush ruleset\n',
      '/etc/systemd/system/multi-user.target.wants/x.service': { link: '/x' },
      ...entries,
    },
    live: {
      'nft-table': Object.fromEntries(
        Object.entries(own).map(([key, text]) => [key, canonicalNftTable(text)]),
      ),
    },
    observations: [
      [{ type: 'command', argv: [NFT, '--stateless', 'list', 'ruleset'] }, ruleset],
      [{ type: 'sockets' }, JSON.stringify(sockets)],
      ...observations,
    ],
  };
}

/** By which nftables.service is started at boot. */
export const ENABLED = {
  '/etc/systemd/system/sysinit.target.wants/nftables.service': {
    link: '/usr/lib/systemd/system/nftables.service',
  },
};
