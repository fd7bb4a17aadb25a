import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about: 'The root file system has not a block left, not even of those kept for root.',
  on: 'machine',
  prepare: 'useradd --create-home --shell /bin/bash --groups docker ci',
  live: `
    install -d /var/log/app
    cat /dev/zero > /var/log/app/core 2> /dev/null || true
    sync
    cat /dev/zero >> /var/log/app/core 2> /dev/null || true
  `,
} satisfies LabHost;
