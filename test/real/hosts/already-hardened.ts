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
    'boot/grub/grub.cfg': {
      text: "menuentry 'Debian' {\n\tlinux\t/boot/vmlinuz-6.1.0-18-amd64 root=UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 ro security=apparmor quiet\n}\n",
    },
    'etc/apt/apt.conf.d/52site': {
      text: 'apt { periodic { update-package-lists "always"; unattended-upgrade "12h"; }; };\nUnattended-Upgrade {\n  Allowed-Origins { "Debian:oldstable-security"; };\n  Package-Blacklist { "docker"; "containerd"; "runc"; }; // restarted by hand\n};\n',
    },
    'etc/apt/sources.list.d/site.sources': {
      text: 'Types: deb\nURIs: http://mirror.example.org/debian-security\nSuites: bookworm-security\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n',
    },
    'etc/audit/rules.d/60-docker.rules': {
      text: [
        ...BINARIES.map((path) => `-w ${path} -p rwxa -k docker\n`),
        ...FILES.map((path) => `-w ${path} -p wa -k docker\n`),
      ].join(''),
      mode: 0o640,
    },
    'etc/fstab': {
      text: 'UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 / ext4 errors=remount-ro 0 1\nUUID=0f3f4d2c-6a4b-4a57-8f6e-2a9b1c7d5e33 /var/lib/docker ext4 defaults,noatime 0 2\nUUID=c1d1e3a9-1e6f-4b1f-8f5b-7d2f3a4b5c66 /var/lib/containerd ext4 defaults,noatime 0 2\n',
    },
    'etc/systemd/system/sysinit.target.wants/apparmor.service': {
      target: '/usr/lib/systemd/system/apparmor.service',
    },
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
    'usr/bin/unattended-upgrade': { text: '#!/bin/sh\n', mode: 0o755 },
    'usr/lib/systemd/system/apparmor.service': {
      text: '[Service]\nType=oneshot\nExecStart=/bin/true\n[Install]\nWantedBy=sysinit.target\n',
    },
    'usr/sbin/apparmor_parser': { text: '#!/bin/sh\n', mode: 0o755 },
    'var/lib/apt/lists/mirror.example.org_debian-security_dists_bookworm-security_Release': {
      text: 'Origin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security\nDate: Thu, 29 Feb 2024 12:00:00 UTC\n',
    },
    'var/lib/apt/lists/mirror.example.org_debian-security_dists_bookworm-security_main_binary-amd64_Packages':
      {
        text: 'Package: runc\nVersion: 1.1.5+ds1-1\nArchitecture: amd64\n',
      },
    'var/lib/containerd': { mode: 0o711 },
    'var/lib/docker': { mode: 0o710 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker deploy
    useradd --create-home --shell /bin/bash ops
  `,
} satisfies LabHost;
