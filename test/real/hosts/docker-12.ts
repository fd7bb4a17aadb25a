import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about: 'Debian 12 on which Docker 20.10 runs a workload, with a CI user who reaches it through the group.',
  on: 'container',
  prepare: `
    useradd --create-home --shell /bin/bash ci
    gpasswd --add ci docker
  `,
  docker: true,
} satisfies LabHost;
