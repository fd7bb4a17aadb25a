import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'trixie',
  about: 'Debian 13 as its packages leave it, with Docker installed and no /etc/sysctl.conf.',
  on: 'container',
} satisfies LabHost;
