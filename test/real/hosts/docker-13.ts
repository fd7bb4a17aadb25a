import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'trixie',
  about: 'Debian 13 on which Docker 26.1 runs a workload, with a CI user who reaches it through the group.',
  on: 'container',
  prepare: `
    useradd --create-home --shell /bin/bash ci
    gpasswd --add ci docker
  `,
  docker: true,
} satisfies LabHost;
