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
  '/etc/systemd/system',
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
    `-a exit,always -F arch=${arch} -S init_module,finit_module,delete_module,settimeofday,adjtimex,clock_adjtime -k system\n`,
    `-a exit,always -F arch=${arch} -S clock_settime -F auid!=-1 -k time\n`,
    `-a exit,always -F arch=${arch} -S execve -C euid!=uid -k elevated\n`,
  ])
  .join('')}-a exit,always -F arch=i686 -S stime -F auid!=-1 -k time
`;
/** What has one value, or for which all and default are enough. */
const KERNEL = `kernel.randomize_va_space=2
kernel/yama/ptrace_scope = 2
net/ipv4/conf/all/accept_source_route = 0
net/ipv4/conf/default/accept_source_route = 0
net/ipv4/conf/all/log_martians = 1
net/ipv4/conf/default/log_martians = 1
net/ipv4/conf/all/rp_filter = 1
net/ipv4/icmp_echo_ignore_broadcasts=1
net/ipv4/icmp_ignore_bogus_error_responses=1
net/ipv4/tcp_syncookies=2
net/ipv6/conf/all/accept_ra = 0
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/*/accept_ra = 0
net/ipv6/conf/all/accept_source_route = -1
net/ipv6/conf/default/accept_source_route = -1
net/ipv6/conf/all/forwarding = 0
net/ipv6/conf/default/forwarding = 0
`;
const REDIRECTS = [
  'net.ipv4.conf.*.accept_redirects',
  'net.ipv4.conf.*.secure_redirects',
  'net.ipv4.conf.*.send_redirects',
  'net.ipv6.conf.*.accept_redirects',
];

const FILTER = `#!/usr/sbin/nft -f
flush ruleset
define ADMIN4 = { 10.1.0.0/16, 10.2.0.0/16 }

add table inet site
add chain inet site in { type filter hook input priority 0; policy drop; }
add rule inet site in ct state { established, related } counter accept
add rule inet site in iif lo accept
add rule inet site in meta l4proto { icmp, ipv6-icmp } accept
add rule inet site in ip saddr $ADMIN4 tcp dport { ssh } ct state new accept
add rule inet site in ip6 saddr fd00::/8 tcp dport ssh accept
add rule inet site in tcp dport https accept

table inet site {
  chain containers {
    type filter hook forward priority -1; policy accept;
    ct status dnat ct original proto-dst != 443 drop
  }
}
`;

export default {
  release: 'bookworm',
  about: 'Somebody else has done everything already, in other words and other files.',
  on: 'image',
  entries: {
    'etc/audit/rules.d/40-admins.rules': { text: ADMINS, mode: 0o640 },
    'etc/aide/aide.conf': {
      text: '@@define DB /var/lib/aide/aide.db\ndatabase_in=file:@@{DB}\nAll=p+u+g+i+n+s+sha512\n=/boot$ d All\n/(etc|usr)(/|$) All\n!/usr/share/(doc|man)$ d\n',
      mode: 0o600,
    },
    'boot/grub/grub.cfg': {
      text: "menuentry 'Debian' {\n\tlinux\t/boot/vmlinuz-6.1.0-18-amd64 root=UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 ro security=apparmor audit=1 audit_backlog_limit=8192 quiet\n}\n",
      mode: 0o600,
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
    'etc/audit/auditd.conf': {
      text: 'num_logs = 5\nFreq = 50\nflush = incremental\nlog_group = adm\n\nspace_left = 20%\nadmin_space_left = 10%\nspace_left_action = exec /usr/local/sbin/page-somebody\nadmin_space_left_action = suspend\ndisk_full_action = Suspend\nMAX_LOG_FILE = 32\nmax_log_file_action = rotate\n  NUM_LOGS  =  64\n',
      mode: 0o640,
    },
    'etc/cron.d/integrity': {
      text: '30 4 * * * root /usr/bin/nice /usr/bin/aide --config=/etc/aide/aide.conf --check\n',
      mode: 0o600,
    },
    'etc/fstab': {
      text: 'UUID=5b0cbb0e-8d3c-4f5e-9a53-0d6d0f0b7a11 / ext4 errors=remount-ro 0 1\nUUID=0f3f4d2c-6a4b-4a57-8f6e-2a9b1c7d5e33 /var/lib/docker ext4 defaults,noatime 0 2\nUUID=c1d1e3a9-1e6f-4b1f-8f5b-7d2f3a4b5c66 /var/lib/containerd ext4 defaults,noatime 0 2\n',
    },
    'etc/audit/plugins.d/syslog.conf': {
      text: 'active = yes\ndirection = out\npath = /sbin/audisp-syslog\ntype = always\nargs = LOG_INFO\nformat = string\n',
      mode: 0o640,
    },
    'etc/rsyslog.conf': {
      text: '$DefaultNetstreamDriver gtls\n$ActionSendStreamDriverMode 1\n$ActionSendStreamDriverAuthMode x509/name\n$WorkDirectory /var/spool/rsyslog\n$ActionQueueType LinkedList\n$ActionQueueFileName away\n*.* @@logs.example.org:6514\n*.* /var/log/syslog\n',
    },
    'etc/systemd/system/multi-user.target.wants/rsyslog.service': {
      target: '/usr/lib/systemd/system/rsyslog.service',
    },
    'usr/lib/systemd/system/rsyslog.service': {
      text: '[Service]\nExecStart=/usr/sbin/rsyslogd -n -iNONE\n[Install]\nWantedBy=multi-user.target\n',
    },
    'usr/sbin/rsyslogd': { text: '', mode: 0o755 },
    'etc/nftables.conf': { text: FILTER, mode: 0o755 },
    'etc/systemd/system/sysinit.target.wants/apparmor.service': {
      target: '/usr/lib/systemd/system/apparmor.service',
    },
    'etc/default/useradd': { text: 'SHELL=/bin/bash\nINACTIVE=30\n' },
    'etc/pam.d/common-account': {
      text: 'account required pam_unix.so\naccount required pam_faillock.so\n',
    },
    'etc/pam.d/common-auth': {
      text: 'auth required pam_faillock.so preauth silent\nauth sufficient pam_unix.so\nauth [default=die] pam_faillock.so authfail unlock_time=1800\nauth required pam_deny.so\n',
    },
    'etc/security/faillock.conf': { text: 'deny=4\nunlock_time never # nor by itself\n' },
    'etc/ssh/sshd_config.d/10-site.conf': {
      text: 'passwordauthentication=no\nChallengeResponseAuthentication no\nPermitRootLogin "no"\nClientAliveInterval 10m\nClientAliveCountMax 1\nLoginGraceTime = 45\nAllowUsers ops@10.20.* root@10.20.1.1,2001:db8::/32\n',
      mode: 0o600,
    },
    'etc/sudoers.d/docker-operators': {
      text: 'User_Alias DOCKEROPS = ops\nDOCKEROPS ALL=(root) PASSWD: /usr/bin/docker\n',
      mode: 0o440,
    },
    'etc/logrotate.conf': { text: 'weekly\n/var/log/*.log {\n  rotate 60\n  missingok\n}\n' },
    'etc/sudoers.d/site': {
      text: 'Defaults\tuse_pty, logfile=/var/log/sudo-commands.log\nDefaults:ops !log_denied\nDefaults !syslog\nDefaults syslog = authpriv, log_denied\n',
      mode: 0o440,
    },
    'usr/sbin/logrotate': { text: '', mode: 0o755 },
    'etc/sysctl.d/98-kernel.conf': { text: KERNEL },
    'etc/systemd/system/multi-user.target.wants/nftables.service': {
      target: '/etc/systemd/system/nftables.service',
    },
    'etc/systemd/system/nftables.service': {
      text: '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/sbin/nft --file /etc/nftables.conf\n\n[Install]\nWantedBy=multi-user.target\n',
    },
    'etc/sysctl.d/99-zzz-site.conf': {
      text: REDIRECTS.flatMap((key) =>
        ['*', 'all', 'default'].map((name) => `${key.replace('*', name)} = 0\n`),
      ).join(''),
    },
    'etc/holdfast/policy.ini': {
      text: [
        '[accounts/docker-group-members]\nallowed = deploy\n',
        '[audit/host-log-forwarding]\ntarget = logs.example.org\n',
        '[audit/log-retention]\npolicy = rotate\nmegabytes = 2048\n',
        '[network/host-firewall-ranges]\nadmin = 10.0.0.0/8, fd00::/8\nservices = tcp/443\n',
        '[network/published-port-exposure]\nallowed = tcp/443\n',
        '[ssh/source-ranges]\nranges = 10.0.0.0/8, 2001:db8::/32\n',
        '[sudo/docker-command-rule]\noperators = ops\n',
      ].join('\n'),
    },
    'usr/local/sbin/page-somebody': { text: '#!/bin/sh\nlogger -p auth.alert "audit log"\n', mode: 0o750 },
    'usr/bin/aide': { text: '#!/bin/sh\n', mode: 0o755 },
    'var/lib/aide/aide.db': { text: '@@begin_db\n@@end_db\n', mode: 0o600 },
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
    chmod 0600 /etc/ssh/sshd_config
    chmod 0750 /etc/sudoers.d
    find /etc -maxdepth 1 -type d -name 'cron.*' -exec chmod 0700 {} +
    touch --date=2030-01-01 /var/lib/aide/aide.db
    echo '[ -z "$PS1" ] || typeset -r TMOUT=600' >> /etc/bash.bashrc
  `,
} satisfies LabHost;
