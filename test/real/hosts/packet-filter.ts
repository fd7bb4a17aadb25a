import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'Docker 20.10 with a workload and nftables, and a policy that says who administers it and what it publishes.',
  on: 'container',
  packages: ['nftables'],
  entries: {
    'etc/holdfast/policy.ini': {
      text: [
        '[network/host-firewall-ranges]',
        'admin = 10.203.0.0/24, 2001:db8::/32',
        '',
        '[network/published-port-exposure]',
        'allowed = tcp/8080',
        '',
        '[network/listening-ports]',
        'allowed = tcp/22',
        '',
      ].join('\n'),
    },
  },
  docker: true,
} satisfies LabHost;
