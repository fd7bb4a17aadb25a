import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'trixie',
  about:
    'The account files are bind-mounted from a partition that survives updates of the image, so that nothing can be renamed over them.',
  on: 'container',
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker ci
    install -d -m 0755 /data/etc
    cp -a /etc/group /etc/gshadow /data/etc/
  `,
  live: `
    mount --bind /data/etc/group /etc/group
    mount --bind /data/etc/gshadow /etc/gshadow
  `,
} satisfies LabHost;
