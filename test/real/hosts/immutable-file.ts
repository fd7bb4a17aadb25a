import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about: 'Somebody has made /etc/group, /etc/gshadow and a directory of drop-ins immutable.',
  on: 'container',
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker ci
    chattr +i /etc/group /etc/gshadow /etc/sysctl.d
  `,
} satisfies LabHost;
