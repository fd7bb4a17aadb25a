import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/network-sysctl-baseline.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const SYSTEMD = { '/usr/lib/systemd/system/systemd-sysctl.service': '[Service]\nExecStart=/x\n' };
const DROP_IN = '/etc/sysctl.d/99-zz-holdfast-network-sysctl-baseline.conf';
const DEFAULTS = { 'reverse-path': 'by-topology', 'router-advertisements': 'refuse-unless-used' };

const ONE_WAY =
  'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\neth0\t00000000\t0102000A\t0003\t0\t0\t0\t00000000\t0\t0\t0\n';
const TWO_WAYS = `${ONE_WAY}eth1\t00000000\t0103000A\t0003\t0\t0\t100\t00000000\t0\t0\t0\n`;
const MAIN = 'Main:\n  +-- 0.0.0.0/0 3 0 5\nLocal:\n  +-- 0.0.0.0/0 3 0 5\n';
const ZERO = '0'.repeat(32);
const route6 = (length: string, flags: string, name: string) =>
  `${ZERO} ${length} ${ZERO} 00 fe80${'0'.repeat(27)}1 00000400 00000001 00000000 ${flags} ${name}\n`;
const OWN6 = route6('40', '00000001', 'eth0') + route6('00', '00200200', 'lo');
const ADVERTISED = route6('00', '00450003', 'eth0');

interface Around {
  readonly routes?: string;
  readonly routes6?: string | null;
  readonly tables?: string;
  /** Of `docker network ls`; null where dockerd does not run, a refusal where it does not answer. */
  readonly networks?: string | null | 'hangs';
  readonly mounts?: string;
}

const STOCK = 'a1 bridge false bridge\na2 host false host\na3 null false none\n';
const LIST = '{{.ID}} {{.Driver}} {{.IPv6}} {{.Name}}';
const DOCKERD = [{ pid: 7, uid: 0, gids: [0], argv: ['/usr/sbin/dockerd'] }];

function observations({ routes = ONE_WAY, routes6 = OWN6, tables = MAIN, networks = STOCK, mounts }: Around) {
  const seen: [Observation, string][] = [
    [{ type: 'proc', path: 'net/route' }, routes],
    [{ type: 'proc', path: 'net/fib_trie' }, tables],
    [{ type: 'processes' }, JSON.stringify(networks === null ? [] : DOCKERD)],
  ];
  const argv = ['/usr/bin/docker', 'network', 'ls', '--no-trunc', '--format', LIST] as const;
  if (networks !== null && networks !== 'hangs') seen.push([{ type: 'command', argv }, networks]);
  if (routes6 !== null) seen.push([{ type: 'proc', path: 'net/ipv6_route' }, routes6]);
  if (mounts !== undefined) seen.push([{ type: 'proc', path: 'self/mountinfo' }, mounts]);
  return seen;
}

const SINGLE = {
  'kernel/randomize_va_space': '2',
  'kernel/yama/ptrace_scope': '0',
  'net/ipv4/icmp_echo_ignore_broadcasts': '1',
  'net/ipv4/icmp_ignore_bogus_error_responses': '1',
  'net/ipv4/tcp_syncookies': '1',
};
/** As Linux begins. */
const KERNEL: { readonly [key: string]: string } = {
  'ipv4/conf/*/accept_source_route': '1',
  'ipv4/conf/*/log_martians': '0',
  'ipv4/conf/*/rp_filter': '0',
  'ipv6/conf/*/accept_ra': '1',
  'ipv6/conf/*/accept_source_route': '0',
};
const RIGHT: { readonly [key: string]: string } = {
  'ipv4/conf/*/accept_source_route': '0',
  'ipv4/conf/*/log_martians': '1',
  'ipv4/conf/*/rp_filter': '1',
  'ipv6/conf/*/accept_ra': '0',
  'ipv6/conf/*/accept_source_route': '0',
};

function settings(values: { readonly [key: string]: string }, ...interfaces: readonly string[]) {
  return Object.fromEntries(
    ['all', 'default', 'lo', ...interfaces].flatMap((name) =>
      Object.entries(values).map(([key, value]) => [`net/${key.replace('*', name)}`, value] as const),
    ),
  );
}

interface Case extends Around {
  readonly type?: 'image';
  readonly entries?: NonNullable<WrittenHost['entries']>;
  readonly live?: { readonly [path: string]: string };
}

function written({ type, entries = {}, live, ...around }: Case): WrittenHost {
  return {
    ...(type === undefined ? {} : { type }),
    entries: { ...SYSTEMD, '/usr/bin/docker': '', ...entries },
    live: { 'kernel-setting': live ?? { ...SINGLE, ...settings(KERNEL, 'eth0', 'docker0') } },
    observations: observations(around),
  };
}

async function assessed(host: WrittenHost, params: Partial<typeof DEFAULTS> = {}) {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { ...DEFAULTS, ...params } });
}

async function one(key: string, given: Case, params: Partial<typeof DEFAULTS> = {}) {
  const found = (await assessed(written(given), params)).find(({ object }) => object === `key:${key}`);
  assert(found);
  return found;
}

const verdict = async (...given: Parameters<typeof one>) => (await one(...given)).verdict;
const RP = 'net.ipv4.conf.*.rp_filter';
const RA = 'net.ipv6.conf.*.accept_ra';
const MARTIANS = 'net.ipv4.conf.*.log_martians';
const ROUTED = 'net.ipv4.conf.*.accept_source_route';
const ROUTED6 = 'net.ipv6.conf.*.accept_source_route';
const PTRACE = 'kernel.yama.ptrace_scope';

/** Everything by another hand and in other words: what need not be said is not. */
const SITE = `kernel/randomize_va_space = 2
kernel.yama.ptrace_scope=3
net.ipv4.conf.all.accept_source_route = 0
net.ipv4.conf.default.accept_source_route = 0
net.ipv4.conf.all.log_martians = 1
net.ipv4.conf.default.log_martians = 1
net.ipv4.conf.all.rp_filter = 1
net.ipv4.icmp_echo_ignore_broadcasts = 1
net.ipv4.icmp_ignore_bogus_error_responses = 1
net.ipv4.tcp_syncookies = 2
net.ipv6.conf.*.accept_ra = 0
net.ipv6.conf.all.accept_ra = 0
net.ipv6.conf.default.accept_ra = 0
net.ipv6.conf.all.accept_source_route = -1
net.ipv6.conf.default.accept_source_route = -1
`;
const site = (text = SITE, path = '/etc/sysctl.d/70-site.conf') => ({ [path]: text });

test('as Linux begins, everything is unmet, and what it wishes for is enough', async () => {
  const hosts: readonly Case[] = [
    {},
    { networks: 'a1 bridge false bridge\na2 bridge true web net\n' },
    {
      entries: site(
        'net.ipv4.conf.*.rp_filter = 2\n-net.ipv4.conf.all.rp_filter\n',
        '/usr/lib/sysctl.d/50-default.conf',
      ),
    },
    { entries: site('net.ipv4.tcp_syncookies = 0\n', '/etc/sysctl.d/zz-last.conf') },
    {
      entries: {
        ...site('kernel.yama.ptrace_scope = 0\n', '/etc/sysctl.conf'),
        '/etc/sysctl.d/99-sysctl.conf': { link: '../sysctl.conf' },
      },
    },
    { entries: site() },
  ];
  for (const given of hosts) {
    const host = written(given);
    const before = await assessed(host);
    assert.ok(before.every(({ verdict, wishes }) => (verdict === 'unmet') === wishes.length > 0));
    assert.ok(before.some(({ verdict }) => verdict === 'unmet'));
    const after = await assessed(withWishes(host, before));
    assert.deepEqual(
      after.map(({ object, verdict }) => `${object} ${verdict}`),
      before.map(({ object }) => `${object} met`),
    );
  }
});

test('what is right by another hand is met, and what need not be said is not asked for', async () => {
  const live = {
    ...SINGLE,
    'kernel/yama/ptrace_scope': '3',
    'net/ipv4/tcp_syncookies': '2',
    ...settings(RIGHT, 'eth0'),
    // Of no effect where all has the value already.
    'net/ipv4/conf/eth0/accept_source_route': '1',
    'net/ipv4/conf/eth0/log_martians': '0',
    'net/ipv4/conf/eth0/rp_filter': '0',
    'net/ipv6/conf/all/accept_source_route': '-1',
  };
  const found = await assessed(written({ entries: site(), live }));
  assert.deepEqual(
    found.map(({ verdict, wishes }) => [verdict, wishes.length]),
    Array(10).fill(['met', 0]),
  );
});

test('a combination counts: all for martians and source routes, the larger for the reverse path', async () => {
  const right = { ...SINGLE, ...settings(RIGHT, 'eth0') };
  const with_ = (key: string, value: string) => ({ entries: site(), live: { ...right, [key]: value } });
  assert.equal(await verdict(MARTIANS, with_('net/ipv4/conf/all/log_martians', '0')), 'unmet');
  assert.equal(await verdict(MARTIANS, with_('net/ipv4/conf/eth0/log_martians', '0')), 'met');
  assert.equal(await verdict(ROUTED, with_('net/ipv4/conf/all/accept_source_route', '1')), 'unmet');
  assert.equal(await verdict(ROUTED, with_('net/ipv4/conf/default/accept_source_route', '1')), 'unmet');
  assert.equal(await verdict(ROUTED6, with_('net/ipv6/conf/all/accept_source_route', '-1')), 'met');
  assert.equal(await verdict(RP, with_('net/ipv4/conf/eth0/rp_filter', '2')), 'unmet');
  assert.equal(await verdict(RP, with_('net/ipv4/conf/lo/rp_filter', '2')), 'met');
  const larger = { ...right, 'net/ipv4/conf/all/rp_filter': '2' };
  assert.equal(await verdict(RP, { entries: site(), live: larger }), 'unmet');
});

test('0 in all and 1 on every interface is a filter; one interface without is not', async () => {
  const live = { ...SINGLE, ...settings(RIGHT, 'eth0', 'eth1'), 'net/ipv4/conf/all/rp_filter': '0' };
  const entries = site('net.ipv4.conf.*.rp_filter = 1\n-net.ipv4.conf.all.rp_filter\n');
  assert.equal(await verdict(RP, { entries, live }), 'met');
  assert.equal(
    await verdict(RP, { entries, live: { ...live, 'net/ipv4/conf/eth1/rp_filter': '0' } }),
    'unmet',
  );
});

test('right now and not after a reboot, and the other way round', async () => {
  const live = { ...SINGLE, 'kernel/yama/ptrace_scope': '1' };
  const now = await one(PTRACE, { live });
  assert.deepEqual(
    now.wishes.map(({ kind }) => kind),
    ['entry'],
  );
  const later = await one(PTRACE, { entries: site() });
  assert.deepEqual(later.wishes, [{ kind: 'kernel-setting', key: PTRACE, desired: '1' }]);
  const overridden = await one(PTRACE, {
    live,
    entries: { ...site(), ...site('kernel.yama.ptrace_scope = 0\n', '/run/sysctl.d/80-x.conf') },
  });
  assert.equal(overridden.verdict, 'unmet');
  assert.deepEqual(
    overridden.evidence.map(({ source, line, wins }) => [source, line, wins]),
    [
      ['/run/sysctl.d/80-x.conf', 1, true],
      ['/etc/sysctl.d/70-site.conf', 2, false],
      ['/proc/sys/kernel/yama/ptrace_scope', undefined, true],
    ],
  );
  assert.deepEqual(overridden.wishes, [
    { kind: 'entry', key: DROP_IN, part: `sysctl:${PTRACE}`, desired: '1' },
  ]);
});

const LOOSE: { readonly [why: string]: Case } = {
  'two default routes': { routes: TWO_WAYS },
  'policy routing': { tables: `${MAIN}Id 100:\n  +-- 0.0.0.0/0 2 0 2\n` },
  'a macvlan network': { networks: 'a1 bridge false bridge\na2 macvlan false lan\n' },
  'an ipvlan network': { networks: 'a1 ipvlan false my lan\n' },
  'Docker does not run, and may have such a network': { networks: null },
  'Docker does not answer': { networks: 'hangs' },
  'a tunnel': { live: { ...SINGLE, ...settings(KERNEL, 'eth0', 'wg0') } },
};
for (const [why, given] of Object.entries(LOOSE)) {
  test(`answers may leave by another way, and the filter is loose: ${why}`, async () => {
    const found = await one(RP, given);
    assert.equal(found.verdict, 'unmet');
    assert.ok(found.wishes.every(({ desired }) => desired === '2'));
    const strict = await one(RP, given, { 'reverse-path': 'strict' });
    assert.ok(strict.wishes.every(({ desired }) => desired === '1'));
  });
}

test('a strict filter that somebody chose for such a host is left alone, no filter is not', async () => {
  const entries = site();
  const live = { ...SINGLE, ...settings(RIGHT, 'eth0') };
  assert.equal(await verdict(RP, { routes: TWO_WAYS, entries, live }), 'met');
  const none = { ...SINGLE, ...settings(KERNEL, 'eth0') };
  assert.equal(await verdict(RP, { routes: TWO_WAYS, entries, live: none }), 'unmet');
});

test('one way out is strict, whatever other networks there are', async () => {
  const rejects = `${ONE_WAY}lo\t00000000\t00000000\t0201\t0\t0\t0\t00000000\t0\t0\t0\n`;
  for (const given of [{}, { networks: '' }, { routes: rejects }]) {
    assert.ok((await one(RP, given)).wishes.every(({ desired }) => desired === '1'));
  }
  assert.ok((await one(RP, {}, { 'reverse-path': 'loose' })).wishes.every(({ desired }) => desired === '2'));
});

test('where IPv6 routes come from advertisements, a person decides', async () => {
  const prefix = OWN6 + route6('40', '000c0001', 'eth0');
  for (const routes6 of [OWN6 + ADVERTISED, prefix]) {
    const found = await one(RA, { routes6 });
    assert.equal(found.verdict, 'manual');
    assert.deepEqual(found.wishes, []);
    assert.match(found.steps?.[0] ?? '', /^give eth0 a static IPv6 address/);
    assert.match(found.steps?.[1] ?? '', /router-advertisements = accept/);
    assert.equal(await verdict(RA, { routes6 }, { 'router-advertisements': 'accept' }), 'not-applicable');
    assert.equal(await verdict(RA, { routes6 }, { 'router-advertisements': 'refuse' }), 'unmet');
  }
  assert.equal(await verdict(RA, {}), 'unmet');
});

test('an image: nobody knows the routes, so the filter is loose and advertisements are asked about', async () => {
  const image = { type: 'image' } as const;
  assert.ok((await one(RP, image)).wishes.every(({ kind, desired }) => kind === 'entry' && desired === '2'));
  const found = await one(RA, image);
  assert.equal(found.verdict, 'manual');
  assert.equal(found.steps?.length, 2);
  assert.equal(await verdict(RA, image, { 'router-advertisements': 'refuse' }), 'unmet');
  assert.equal(await verdict(RA, { ...image, entries: site() }), 'met');
  assert.equal(await verdict(PTRACE, { ...image, entries: site() }), 'met');
  assert.equal(await verdict(PTRACE, image), 'unmet');
});

const READ_ONLY = `1 0 8:1 / / rw - ext4 /dev/sda1 rw
2 1 0:5 / /proc rw - proc proc rw
3 2 0:5 /sys /proc/sys ro - proc proc rw
4 3 0:5 /sys/net /proc/sys/net rw - proc proc rw
`;

test('in a container, what is read-only is set outside, and what is not is set here', async () => {
  const found = await one(PTRACE, { mounts: READ_ONLY });
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.steps?.at(-1), `set ${PTRACE} = 1 on the machine that it runs on`);
  assert.equal(await verdict(MARTIANS, { mounts: READ_ONLY }), 'unmet');
  const all = READ_ONLY.replace(/^4 .*\n/m, '');
  assert.equal(await verdict(MARTIANS, { mounts: all }), 'manual');
  const live = { ...SINGLE, 'kernel/yama/ptrace_scope': '1' };
  assert.deepEqual(
    (await one(PTRACE, { mounts: all, live })).wishes.map(({ kind }) => kind),
    ['entry'],
  );
});

test('a kernel without Yama or without IPv6 has nothing to set', async () => {
  const { 'kernel/yama/ptrace_scope': _, ...live } = {
    ...SINGLE,
    ...settings({ 'ipv4/conf/*/rp_filter': '1' }, 'eth0'),
  };
  assert.equal(await verdict(PTRACE, { live, routes6: null }), 'not-applicable');
  assert.equal(await verdict(RA, { live, routes6: null }), 'not-applicable');
  assert.equal(await verdict(ROUTED6, { live, routes6: null }), 'not-applicable');
  assert.equal(await verdict(RP, { live, routes6: null }), 'unmet');
});

test('where no drop-in can win, a person is told the line', async () => {
  const entries = {
    '/etc/ufw/ufw.conf': 'ENABLED=yes\n',
    '/etc/default/ufw': 'IPT_SYSCTL=/etc/ufw/sysctl.conf\n',
    '/etc/ufw/sysctl.conf': 'net/ipv4/tcp_syncookies=0\nnet/ipv4/conf/all/log_martians=0\n',
  };
  const found = await one('net.ipv4.tcp_syncookies', { entries });
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[0] ?? '', /net\.ipv4\.tcp_syncookies = 1 in \/etc\/ufw\/sysctl\.conf, line 1/);
  assert.equal(await verdict(MARTIANS, { entries }), 'manual');
});

test('interfaces and networks with odd names are names', async () => {
  const live = { ...SINGLE, ...settings(KERNEL, 'eth0.100', 'ü b', 'wgé') };
  const found = await one(RP, { live });
  assert.ok(found.evidence.some(({ source }) => source.endsWith('/wgé')));
  const odd = await one(RP, { networks: 'a1 macvlan false x; rm -rf /\n' });
  assert.ok(odd.evidence.some(({ says }) => says.startsWith('x; rm -rf / is of')));
});

test('a malformed file and one that cannot be read are refusals', async () => {
  await assert.rejects(assessed(written({ entries: site('nonsense\n') })), {
    refusal: {
      code: 'malformed',
      args: { path: '/etc/sysctl.d/70-site.conf', line: 1, why: 'neither key = value nor -key' },
    },
  });
});
