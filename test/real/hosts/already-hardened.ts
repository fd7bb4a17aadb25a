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
const ADMINS = `-e 2
-w /etc/ -p wa -k etc
-w /etc/modprobe.d -p wa -k etc
-w /etc/pam.d/ -p wa -k etc
-w /etc/polkit-1 -p wa -k etc
-w /etc/security -p wa -k etc
-w /etc/ssh -p wa -k etc
-w /etc/ssh/sshd_config.d -p wa -k etc
-w /etc/sudoers.d/ -p wa -k etc
-w /var/log -p wa -k logs
${['/usr/bin', '/usr/sbin'].map((path) => `-a exit,always -F dir=${path} -F perm=xwa -F auid!=4294967295 -k run\n`).join('')}
${['x86_64', 'i686']
  .flatMap((arch) => [
    `-a exit,always -F arch=${arch} -S umount2 -S mount -F auid>=1000 -F auid!=-1 -k mounts\n`,
    `-a exit,always -F arch=${arch} -S init_module,finit_module,delete_module,settimeofday,adjtimex -k system\n`,
    `-a exit,always -F arch=${arch} -S clock_settime -F auid!=-1 -k time\n`,
    `-a exit,always -F arch=${arch} -S execve -C euid!=uid -k elevated\n`,
  ])
  .join('')}`;
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
    'etc/audit/rules.d/40-admins.rules': { text: ADMINS, mode: 0o640 },
    'etc/audit/rules.d/60-docker.rules': {
      text: [
        ...BINARIES.map((path) => `-w ${path} -p rwxa -k docker\n`),
        ...FILES.map((path) => `-w ${path} -p wa -k docker\n`),
      ].join(''),
      mode: 0o640,
    },
    'etc/audit/auditd.conf': {
      text: 'num_logs = 5\nFreq = 50\nflush = incremental\nlog_group = adm\n\nspace_left = 20%\nadmin_space_left = 10%\nspace_left_action = exec /usr/local/sbin/page-somebody\nadmin_space_left_action = suspend\ndisk_full_action = Suspend\nMAX_LOG_FILE = 32\nmax_log_file_action = rotate\n  NUM_LOGS  =  64\n',
      mode: 0o640,
    },
    'etc/fstab': {
      text: 'UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 / ext4 errors=remount-ro 0 1\nUUID=0f3f4d2c-6a4b-4a57-8f6e-2a9b1c7d5e33 /var/lib/docker ext4 defaults,noatime 0 2\nUUID=c1d1e3a9-1e6f-4b1f-8f5b-7d2f3a4b5c66 /var/lib/containerd ext4 defaults,noatime 0 2\n',
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
      text: '[accounts/docker-group-members]\nallowed = deploy\n\n[audit/log-retention]\npolicy = rotate\nmegabytes = 2048\n\n[sudo/docker-command-rule]\noperators = ops\n',
    },
    'usr/local/sbin/page-somebody': { text: '#!/bin/sh\nlogger -p auth.alert "audit log"\n', mode: 0o750 },
    'var/lib/containerd': { mode: 0o711 },
    'var/lib/docker': { mode: 0o710 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker deploy
    useradd --create-home --shell /bin/bash ops
  `,
} satisfies LabHost;
