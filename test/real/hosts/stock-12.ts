import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about: 'Debian 12 as its packages leave it, with Docker installed and nobody in its group.',
  on: 'container',
} satisfies LabHost;
