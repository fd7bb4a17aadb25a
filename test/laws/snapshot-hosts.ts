import { decodeHostText } from '../../src/formats/host-text.ts';
import { createMemoryHost, type WrittenHost } from '../../src/host/memory-host.ts';
import type { HostReader } from '../../src/model/host.ts';
import type { Observation } from '../../src/model/observation.ts';
import type { Path } from '../../src/model/path.ts';
import { type Refusal, Refused } from '../../src/model/refusal.ts';

/** A name and a text whose bytes are no UTF-8. */
const LATIN_1 = decodeHostText(Uint8Array.of(0x63, 0x61, 0x66, 0xe9));
const LATIN_1_TEXT = Uint8Array.of(0x23, 0x20, 0xe9, 0xff, 0x0d, 0x0a);

const processes: readonly [Observation, string] = [
  { type: 'processes' },
  JSON.stringify([
    { pid: 1, uid: 0, gids: [0], argv: ['/sbin/init'] },
    { pid: 9, uid: 0, gids: [0], argv: ['/usr/bin/dockerd', '-H', 'fd://', '--data-root', '/srv/docker'] },
    { pid: 70, uid: 1000, gids: [1000, 998], argv: [] },
  ]),
];
const mountinfo: readonly [Observation, string] = [
  { type: 'proc', path: 'self/mountinfo' },
  '22 1 8:1 / / rw,relatime - ext4 /dev/sda1 rw\n30 22 8:2 / /srv rw,relatime - ext4 /dev/sdb1 rw\n',
];
const invoker: readonly [Observation, string] = [{ type: 'invoker' }, '{"uid":1000}'];
const auditctl: readonly [Observation, string] = [
  { type: 'command', argv: ['/usr/sbin/auditctl', '-s'] },
  'enabled 1\nfailure 1\npid 300\n',
];

const entries: WrittenHost['entries'] = {
  '/bin': { link: 'usr/bin' },
  '/etc/os-release': { link: '../usr/lib/os-release' },
  '/usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
  '/etc/passwd':
    'root:x:0:0:root:/root:/bin/bash\nci:x:1000:1000::/home/ci:/bin/bash\neve:x:1001:1001::/home/eve:/bin/sh\n',
  '/etc/group': 'root:x:0:\nsudo:x:27:eve\ndocker:x:998:ci,eve\n',
  '/etc/gshadow': { content: 'root:*::\nsudo:*::eve\ndocker:!::ci,eve\n', mode: 0o640, gid: 42 },
  '/etc/nsswitch.conf': 'passwd: files systemd\ngroup: files systemd\n',
  '/etc/hostname': 'web1\n',
  '/etc/fstab': 'UUID=1 / ext4 defaults 0 1\nUUID=2 /srv ext4 defaults 0 2\n',
  '/etc/sudoers': { content: 'root ALL=(ALL:ALL) ALL\n@includedir /etc/sudoers.d\n', mode: 0o440 },
  '/etc/sudoers.d/ops': { content: 'ci ALL=(root) NOPASSWD: /usr/bin/docker\n', mode: 0o440 },
  '/usr/bin/sudo': { content: 'ELF', mode: 0o4755 },
  '/usr/bin/docker': { content: 'ELF', mode: 0o755 },
  '/usr/bin/dockerd': { content: 'ELF', mode: 0o755 },
  '/usr/sbin/runc': { link: '/opt/runc/current' },
  '/opt/runc/current': { content: 'ELF', mode: 0o755 },
  '/usr/sbin/auditctl': { content: 'ELF', mode: 0o755 },
  '/etc/audit/rules.d/audit.rules': '-D\n-b 8192\n-w /etc/passwd -p wa -k users\n',
  '/etc/docker/daemon.json': '{\r\n  "icc": false\r\n}\r\n',
  '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n',
  '/usr/lib/systemd/system/docker.socket': '[Socket]\nListenStream=/run/docker.sock\nSocketGroup=docker\n',
  '/usr/lib/systemd/system/systemd-sysctl.service': '[Service]\nExecStart=/x\n',
  '/etc/systemd/system/containerd.service': { link: '/dev/null' },
  '/etc/sysctl.conf': 'net.ipv4.conf.all.send_redirects=1\n',
  '/etc/sysctl.d/10-a.conf': {
    content: 'net.ipv4.conf.default.accept_redirects = 1\n',
    xattrs: { 'security.selinux': 'YQ==' },
  },
  [`/etc/sysctl.d/${LATIN_1}.conf`]: { content: LATIN_1_TEXT },
  '/etc/sysctl.d/20-Case.conf': '# one\n',
  '/etc/sysctl.d/20-case.conf': '# other\n',
  '/etc/sysctl.d/30-gone.conf': { link: '/nowhere' },
  '/etc/sysctl.d/99-sysctl.conf': { link: '../sysctl.conf' },
  '/srv/docker/volumes': { directory: true },
  '/run/docker.sock': { content: '', gid: 998, mode: 0o660 },
};

const settings = Object.fromEntries(
  ['all', 'default', 'eth0.5', 'docker0'].flatMap((name) => [
    [`net/ipv4/conf/${name}/accept_redirects`, '1'],
    [`net/ipv4/conf/${name}/secure_redirects`, '1'],
    [`net/ipv4/conf/${name}/send_redirects`, name === 'all' ? '0' : '1'],
    [`net/ipv6/conf/${name}/accept_redirects`, '0'],
  ]),
);

const filter = `table inet site {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state established,related accept
		iifname "lo" accept
		ip saddr 10.0.0.0/8 tcp dport 22 accept
	}
	chain forward {
		type filter hook forward priority -10; policy accept;
		ct status dnat drop
	}
}
`;
const sockets: readonly [Observation, string] = [
  { type: 'sockets' },
  JSON.stringify({
    listening: [
      {
        protocol: 'tcp',
        address: '0.0.0.0',
        port: 22,
        programs: [{ path: '/usr/sbin/sshd', unit: 'ssh.service' }],
      },
    ],
    peers: [{ address: '10.0.0.9', port: 22 }],
  }),
];
const published: readonly (readonly [Observation, string])[] = [
  [{ type: 'proc', path: 'net/route' }, 'Iface\tDestination\neth0\t00000000\n'],
  [
    { type: 'command', argv: ['/usr/bin/docker', 'ps', '--format', '{{.Names}}\t{{.Ports}}'] },
    'web\t0.0.0.0:8080->80/tcp\n',
  ],
];
const loaded = (ruleset: string): readonly [Observation, string] => [
  { type: 'command', argv: ['/usr/sbin/nft', '--stateless', 'list', 'ruleset'] },
  ruleset,
];
const filterPolicy = [
  'profile = strict',
  '',
  '[network/host-firewall-ranges]',
  'admin = 10.0.0.0/8',
  '',
  '[network/published-port-exposure]',
  'allowed = tcp/443@10.0.0.0/8',
  '',
  '[network/listening-ports]',
  'allowed = tcp/22',
  '',
].join('\n');
const filterEntries: WrittenHost['entries'] = {
  '/usr/sbin/nft': { content: 'ELF', mode: 0o755 },
  '/usr/sbin/sshd': { content: 'ELF', mode: 0o755 },
  '/etc/ssh/sshd_config': 'Port 22\n',
  '/etc/holdfast/policy.ini': filterPolicy,
  '/usr/lib/systemd/system/nftables.service': '[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n',
};

const live: WrittenHost = {
  machine: 'ab'.repeat(32),
  entries,
  live: {
    'kernel-setting': { ...settings, 'kernel/hostname': 'web1' },
    'audit-rule': ['-w /etc/passwd -p wa -k users', '-a always,exit -F arch=b64 -S execve -F key=exec'],
    unit: { 'docker.service': { active: 'active' } },
  },
  observations: [processes, mountinfo, invoker, auditctl, sockets, ...published],
};

/** Hosts of many kinds, none with a secret: what is read of a capture must be what was read of them. */
export const hosts: { readonly [name: string]: () => HostReader } = {
  'a running Docker host': () => createMemoryHost(live),
  'an image': () => createMemoryHost({ type: 'image', entries }),
  'a host with nothing on it': () =>
    createMemoryHost({ entries: { '/etc/passwd': 'root:x:0:0::/:/bin/sh\n' } }),
  'a host whose rules are locked': () =>
    createMemoryHost({
      ...live,
      observations: [processes, mountinfo, invoker, [auditctl[0], 'enabled 2\nfailure 2\n']],
    }),
  'malformed files': () =>
    createMemoryHost({
      ...live,
      entries: {
        ...entries,
        '/etc/docker/daemon.json': '{"icc": fal',
        '/etc/group': 'root:x\n',
        '/etc/holdfast/policy.ini': '[nonsense',
      },
    }),
  'an immutable file': () =>
    createMemoryHost({
      ...live,
      entries: { ...entries, '/etc/group': { content: 'docker:x:998:ci\n', flags: 'i' } },
    }),
  'parameters in a policy': () =>
    createMemoryHost({
      ...live,
      entries: { ...entries, '/etc/holdfast/policy.ini': '[accounts/docker-group-members]\nallowed = ci\n' },
    }),
  'a host without a packet filter': () =>
    createMemoryHost({
      ...live,
      entries: { ...entries, ...filterEntries },
      observations: [...(live.observations ?? []), loaded('')],
    }),
  'a packet filter of somebody else': () =>
    createMemoryHost({
      ...live,
      entries: {
        ...entries,
        ...filterEntries,
        '/etc/nftables.conf': `flush ruleset\n${filter}`,
        '/etc/systemd/system/sysinit.target.wants/nftables.service': {
          link: '/usr/lib/systemd/system/nftables.service',
        },
      },
      observations: [...(live.observations ?? []), loaded(filter)],
    }),
  'a loop of links': () =>
    createMemoryHost({
      ...live,
      entries: { ...entries, '/etc/docker/daemon.json': { link: 'daemon.json' } },
    }),
  'what only root can read': () =>
    refusing(
      createMemoryHost(live),
      /^(?:read \/etc\/(?:gshadow|sudoers)|list \/etc\/audit|status \/srv\/docker\/)/,
    ),
  'no program for attributes': () => refusing(createMemoryHost(live), /^entry /),
};

/** The same host, which refuses some questions as a real one would. */
export function refusing(host: HostReader, questions: RegExp): HostReader {
  const check = (question: string, path: Path) => {
    const refusal: Refusal =
      question === 'entry'
        ? { code: 'tool-missing', args: { tool: 'getfattr', package: 'attr', what: `read ${path}` } }
        : { code: 'not-root', args: { path } };
    if (questions.test(`${question} ${path}`)) throw new Refused(refusal);
  };
  return {
    ...host,
    async status(path) {
      check('status', path);
      return host.status(path);
    },
    async list(path) {
      check('list', path);
      return host.list(path);
    },
    async read(path) {
      check('read', path);
      return host.read(path);
    },
    async entry(path) {
      check('entry', path);
      return host.entry(path);
    },
  };
}
