import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'trixie',
  about: '/usr is mounted read-only, as on image-based systems.',
  on: 'container',
  prepare: 'useradd --create-home --shell /bin/bash --groups docker ci',
  live: `
    mount --bind /usr /usr
    mount -o remount,bind,ro /usr
  `,
} satisfies LabHost;
