import type { SmallEntry } from './small-root.ts';

/** The least that is a container host with something to put right: a member of Docker's group, and redirects. For smallRoot. */
export const DOCKER_ROOT: Readonly<Record<string, SmallEntry>> = {
  'etc/passwd': { text: 'root:x:0:0::/root:/bin/sh\nci:x:6001:6001::/home/ci:/bin/sh\n' },
  'etc/group': { text: 'root:x:0:\nci:x:6001:\ndocker:x:6100:ci\n' },
  'etc/gshadow': { text: 'root:*::\nci:!::\ndocker:!::ci\n', mode: 0o640 },
  'etc/machine-id': { text: '0123456789abcdef0123456789abcdef\n' },
  'etc/sysctl.d': { mode: 0o755 },
  'usr/sbin/dockerd': { text: '', mode: 0o755 },
  'usr/lib/systemd/system/docker.service': { text: '[Service]\nExecStart=/usr/sbin/dockerd\n' },
  'usr/lib/systemd/system/docker.socket': {
    text: '[Socket]\nListenStream=/run/docker.sock\nSocketGroup=docker\n',
  },
  'var/lib': { mode: 0o755 },
};
