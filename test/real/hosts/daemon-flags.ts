import type { LabHost } from '../lab/lab-host.ts';

export default {
  release: 'bookworm',
  about:
    'dockerd is told its group, data root and log driver by flags, so that the same keys in daemon.json would stop it; sshd has a flag, too. Profiles of AppArmor are not loaded at boot.',
  on: 'container',
  entries: {
    'etc/docker/daemon.json': {
      text: '{\n\t"storage-driver": "overlay2",\n\t"log-level": "warn",\n\t"labels": ["rack=7"],\n\t"live-restore": true\n}\n',
      mode: 0o664,
    },
    'etc/default/docker': {
      text: '# see also docker.service.d\nDOCKER_OPTS="--log-driver=journald --icc=false --default-ulimit nofile=4096:8192"\n',
    },
    'etc/default/ssh': { text: 'SSHD_OPTS="-o PermitRootLogin=prohibit-password"\n' },
    'etc/systemd/system/docker.service.d/10-storage.conf': {
      text: '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H unix:///run/docker.sock --group operators --data-root /srv/docker \\\n  --containerd=/run/containerd/containerd.sock $DOCKER_OPTS\n',
      mode: 0o666,
    },
    'etc/systemd/system/docker.service.d/20-proxy.conf': {
      text: '[Service]\nEnvironment="HTTP_PROXY=http://builder:Tr0ub4dor@proxy.example.org:3128" "NO_PROXY=localhost"\n',
    },
    'usr/lib/systemd/system/apparmor.service': {
      text: '[Unit]\nConditionSecurity=apparmor\n[Service]\nType=oneshot\nExecStart=/bin/true\n[Install]\nWantedBy=sysinit.target\n',
    },
    'srv/docker': { mode: 0o710 },
  },
  prepare: `
    groupadd --system operators
    useradd --create-home --shell /bin/bash --groups operators alice
    useradd --create-home --shell /bin/bash --groups docker bob
    systemctl disable docker.socket
  `,
} satisfies LabHost;
