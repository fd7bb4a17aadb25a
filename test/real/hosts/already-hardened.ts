import type { LabHost } from '../lab/lab-host.ts';

const BINARIES = [
  '/usr/bin/containerd',
  '/usr/bin/containerd-shim',
  '/usr/bin/containerd-shim-runc-v1',
  '/usr/bin/containerd-shim-runc-v2',
  '/usr/bin/ctr',
  '/usr/bin/docker',
  '/usr/bin/tini-static',
  '/usr/sbin/docker-proxy',
  '/usr/sbin/dockerd',
  '/usr/sbin/runc',
];
const FILES = [
  '/etc/containerd/config.toml',
  '/etc/default/docker',
  '/etc/docker',
  '/usr/lib/systemd/system/containerd.service',
  '/usr/lib/systemd/system/docker.service',
  '/usr/lib/systemd/system/docker.socket',
  '/var/lib/containerd',
  '/var/lib/docker',
];
const REDIRECTS = [
  'net.ipv4.conf.*.accept_redirects',
  'net.ipv4.conf.*.secure_redirects',
  'net.ipv4.conf.*.send_redirects',
  'net.ipv6.conf.*.accept_redirects',
];

export default {
  release: 'bookworm',
  about: 'Somebody else has done everything already, in other words and other files.',
  on: 'image',
  entries: {
    'etc/audit/rules.d/60-docker.rules': {
      text: [
        ...BINARIES.map((path) => `-w ${path} -p rwxa -k docker\n`),
        ...FILES.map((path) => `-w ${path} -p wa -k docker\n`),
      ].join(''),
      mode: 0o640,
    },
    'etc/default/useradd': { text: 'SHELL=/bin/bash\nINACTIVE=30\n' },
    'etc/fstab': {
      text: 'UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 / ext4 errors=remount-ro 0 1\nUUID=0f3f4d2c-6a4b-4a57-8f6e-2a9b1c7d5e33 /var/lib/docker ext4 defaults,noatime 0 2\nUUID=c1d1e3a9-1e6f-4b1f-8f5b-7d2f3a4b5c66 /var/lib/containerd ext4 defaults,noatime 0 2\n',
    },
    'etc/pam.d/common-account': {
      text: 'account required pam_unix.so\naccount required pam_faillock.so\n',
    },
    'etc/pam.d/common-auth': {
      text: 'auth required pam_faillock.so preauth silent\nauth sufficient pam_unix.so\nauth [default=die] pam_faillock.so authfail unlock_time=1800\nauth required pam_deny.so\n',
    },
    'etc/security/faillock.conf': { text: 'deny=4\nunlock_time never # nor by itself\n' },
    'etc/ssh/sshd_config.d/10-site.conf': {
      text: 'passwordauthentication=no\nChallengeResponseAuthentication no\nPermitRootLogin "no"\n',
    },
    'etc/sudoers.d/docker-operators': {
      text: 'User_Alias DOCKEROPS = ops\nDOCKEROPS ALL=(root) PASSWD: /usr/bin/docker\n',
      mode: 0o440,
    },
    'etc/sysctl.d/99-zzz-site.conf': {
      text: REDIRECTS.flatMap((key) =>
        ['*', 'all', 'default'].map((name) => `${key.replace('*', name)} = 0\n`),
      ).join(''),
    },
    'etc/holdfast/policy.ini': {
      text: '[accounts/docker-group-members]\nallowed = deploy\n\n[sudo/docker-command-rule]\noperators = ops\n',
    },
    'var/lib/containerd': { mode: 0o711 },
    'var/lib/docker': { mode: 0o710 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker deploy
    useradd --create-home --shell /bin/bash ops
    echo '[ -z "$PS1" ] || typeset -r TMOUT=600' >> /etc/bash.bashrc
  `,
} satisfies LabHost;
