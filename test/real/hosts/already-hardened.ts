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
    'etc/nftables.conf': { text: FILTER, mode: 0o755 },
    'etc/ssh/sshd_config.d/10-site.conf': {
      text: 'passwordauthentication=no\nChallengeResponseAuthentication no\nPermitRootLogin "no"\n',
    },
    'etc/sudoers.d/docker-operators': {
      text: 'User_Alias DOCKEROPS = ops\nDOCKEROPS ALL=(root) PASSWD: /usr/bin/docker\n',
      mode: 0o440,
    },
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
      text: '[accounts/docker-group-members]\nallowed = deploy\n\n[sudo/docker-command-rule]\noperators = ops\n\n[network/host-firewall-ranges]\nadmin = 10.0.0.0/8, fd00::/8\nservices = tcp/443\n\n[network/published-port-exposure]\nallowed = tcp/443\n',
    },
    'var/lib/containerd': { mode: 0o711 },
    'var/lib/docker': { mode: 0o710 },
  },
  prepare: `
    useradd --create-home --shell /bin/bash --groups docker deploy
    useradd --create-home --shell /bin/bash ops
  `,
} satisfies LabHost;
