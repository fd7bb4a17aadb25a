import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/packet-forwarding.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const SYSTEMD = { '/usr/lib/systemd/system/systemd-sysctl.service': '[Service]\nExecStart=/x\n' };
const DROP_IN = '/etc/sysctl.d/99-zz-holdfast-packet-forwarding.conf';
const LIST = '{{.ID}} {{.Driver}} {{.IPv6}} {{.Name}}';
const STOCK = 'a1 bridge false bridge\na2 host false host\na3 null false none\n';
const DROP = '-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n-A FORWARD -o docker0 -j DOCKER\n';
const ACCEPT = DROP.replace('DROP', 'ACCEPT');

interface Case {
  readonly type?: 'image';
  readonly docker?: 'runs' | 'installed' | 'none';
  readonly argv?: readonly string[];
  readonly networks?: string;
  readonly ipv4?: string | null;
  readonly ipv6?: string;
  /** Interface to its forwarding of IPv4 and IPv6; all and default are 0 unless said. */
  readonly on?: { readonly [name: string]: string };
  readonly on6?: { readonly [name: string]: string };
  readonly multicast?: string;
  readonly entries?: NonNullable<WrittenHost['entries']>;
}

function written(given: Case): WrittenHost {
  const { type, docker = 'runs', argv = ['/usr/sbin/dockerd'], networks = STOCK, entries = {} } = given;
  const { ipv4 = DROP, ipv6 = ACCEPT, on = {}, on6 = {}, multicast = '0' } = given;
  const names = ['all', 'default', 'lo', 'eth0', ...(docker === 'none' ? [] : ['docker0'])];
  const settings: { [path: string]: string } = { 'net/ipv4/ip_forward': on.all ?? '0' };
  for (const name of new Set([...names, ...Object.keys(on), ...Object.keys(on6)])) {
    settings[`net/ipv4/conf/${name}/forwarding`] = on[name] ?? on.all ?? '0';
    settings[`net/ipv6/conf/${name}/forwarding`] = on6[name] ?? on6.all ?? '0';
    settings[`net/ipv4/conf/${name}/mc_forwarding`] = name === 'eth0' ? multicast : '0';
  }
  const running = docker === 'runs' ? [{ pid: 9, uid: 0, gids: [0], argv }] : [];
  const rules = (program: string): Observation => ({
    type: 'command',
    argv: [`/usr/sbin/${program}`, '-w', '5', '-S', 'FORWARD'],
  });
  const seen: [Observation, string][] = [
    [{ type: 'processes' }, JSON.stringify(running)],
    [
      { type: 'command', argv: ['/usr/bin/docker', 'network', 'ls', '--no-trunc', '--format', LIST] },
      networks,
    ],
    [rules('ip6tables'), ipv6],
  ];
  if (ipv4 !== null) seen.push([rules('iptables'), ipv4]);
  return {
    ...(type === undefined ? {} : { type }),
    entries: {
      ...SYSTEMD,
      ...(docker === 'none' ? {} : { '/usr/bin/docker': '', '/usr/sbin/dockerd': '' }),
      '/usr/sbin/iptables': '',
      '/usr/sbin/ip6tables': '',
      ...entries,
    },
    live: { 'kernel-setting': settings },
    observations: seen,
  };
}

async function assessed(host: WrittenHost, how = 'by-role') {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { forwarding: how } });
}

const all = async (given: Case, how?: string) =>
  (await assessed(written(given), how)).map(
    ({ object, verdict }) => `${object.replace(/^key:net\./, '')} ${verdict}`,
  );

async function one(object: string, given: Case, how?: string) {
  const found = (await assessed(written(given), how)).find((each) => each.object === object);
  assert(found, object);
  return found;
}

const V4 = 'key:net.ipv4.ip_forward';
const V6 = 'key:net.ipv6.conf.all.forwarding';
const HOST_FILE = {
  '/etc/sysctl.d/50-a.conf':
    'net.ipv4.ip_forward=0\nnet.ipv6.conf.all.forwarding=0\nnet/ipv6/conf/default/forwarding=0\n',
};
const line = (text: string, path = '/etc/sysctl.d/50-a.conf') => ({ [path]: text });

test('a host with Docker as it comes: what dockerd does is enough for IPv4, IPv6 is to stay off', async () => {
  assert.deepEqual(await all({ on: { all: '1' } }), [
    'ipv4.ip_forward met',
    'ipv6.conf.all.forwarding unmet',
    'ipv4.conf.*.mc_forwarding met',
    'ipv6.conf.*.mc_forwarding not-applicable',
    'forward:ipv4 met',
    'forward:ipv6 met',
  ]);
});

test('a host without Docker: forwarding is off for good', async () => {
  const found = await assessed(written({ docker: 'none' }));
  assert.deepEqual(
    found.flatMap(({ wishes }) => wishes),
    ['net.ipv4.ip_forward', 'net.ipv6.conf.all.forwarding', 'net.ipv6.conf.default.forwarding'].map(
      (key) => ({
        kind: 'entry',
        key: DROP_IN,
        part: `sysctl:${key}`,
        desired: '0',
      }),
    ),
  );
  const on = await one(V4, { docker: 'none', on: { all: '1' } });
  assert.deepEqual(on.wishes.at(-1), { kind: 'kernel-setting', key: 'net.ipv4.ip_forward', desired: '0' });
  assert.equal((await one(V4, { docker: 'none', entries: HOST_FILE })).verdict, 'met');
  assert.equal((await one(V6, { docker: 'none', entries: HOST_FILE })).verdict, 'met');
});

const FIXABLE: { readonly [what: string]: Case } = {
  'forwarding is on now': { docker: 'none', on: { all: '1' }, on6: { all: '1' } },
  'one interface forwards': { docker: 'none', on: { eth0: '1' }, entries: HOST_FILE },
  'files turn it on': {
    docker: 'none',
    entries: line('net.ipv4.ip_forward = 1\nnet.ipv6.conf.all.forwarding = 1\n'),
  },
  'a file turns it on under its other name': {
    docker: 'none',
    entries: line('net.ipv4.conf.all.forwarding = 1\n', '/usr/lib/sysctl.d/95-x.conf'),
  },
  'a file turns it on for one interface': {
    docker: 'none',
    entries: { ...HOST_FILE, ...line('net.ipv4.conf.eth9.forwarding = 1\n', '/etc/sysctl.d/zz.conf') },
  },
  'an image without Docker': { type: 'image', docker: 'none' },
  'an image with Docker': { type: 'image', docker: 'installed' },
  'a foreign line on a Docker host': {
    on: { all: '1' },
    ipv4: DROP,
    entries: line('# routes\nnet.ipv4.ip_forward=1\nvm.swappiness=1\n'),
  },
  'two foreign lines, one of them of ufw': {
    on: { all: '1' },
    entries: {
      ...line('net.ipv4.conf.all.forwarding=1\n'),
      '/etc/ufw/ufw.conf': 'ENABLED=yes\n',
      '/etc/default/ufw': 'IPT_SYSCTL=/etc/ufw/sysctl.conf\n',
      '/etc/ufw/sysctl.conf': 'net/ipv4/ip_forward=1\n',
    },
  },
  'sysctl.conf, read through its link': {
    on: { all: '1' },
    entries: {
      ...line('net.ipv4.ip_forward=1\n', '/etc/sysctl.conf'),
      '/etc/sysctl.d/99-sysctl.conf': { link: '../sysctl.conf' },
    },
  },
};
for (const [what, given] of Object.entries(FIXABLE)) {
  test(`what it wishes for is enough: ${what}`, async () => {
    const host = written(given);
    const before = await assessed(host);
    assert.ok(before.some(({ verdict }) => verdict === 'unmet'));
    const fixed = withWishes(host, before);
    // The kernel does this when the leader is written.
    const settings = Object.entries(fixed.live?.['kernel-setting'] ?? {});
    const leader = (path: string) =>
      path.includes('ipv4') ? 'net/ipv4/ip_forward' : 'net/ipv6/conf/all/forwarding';
    const wrote = before.flatMap(({ wishes }) => wishes).filter(({ kind }) => kind === 'kernel-setting');
    const live = settings.map(([path, value]) => {
      const follows =
        path.endsWith('/forwarding') && wrote.some(({ key }) => key.replaceAll('.', '/') === leader(path));
      return [path, follows ? '0' : value];
    });
    const after = await assessed({ ...fixed, live: { 'kernel-setting': Object.fromEntries(live) } });
    assert.deepEqual(
      after.filter(({ verdict }) => !['met', 'not-applicable'].includes(verdict)).map(({ object }) => object),
      [],
    );
  });
}

test('a foreign line is taken out, no other line and no other file', async () => {
  const entries = {
    ...line('net.ipv4.ip_forward=1\n', '/etc/sysctl.conf'),
    '/etc/sysctl.d/99-sysctl.conf': { link: '../sysctl.conf' },
  };
  assert.deepEqual((await one(V4, { on: { all: '1' }, entries })).wishes, [
    { kind: 'entry', key: '/etc/sysctl.conf', part: 'sysctl:net.ipv4.ip_forward', desired: null },
  ]);
  const unread = await one(V4, {
    on: { all: '1' },
    entries: line('net.ipv4.ip_forward=1\n', '/etc/sysctl.conf'),
  });
  assert.equal(unread.verdict, 'met');
});

test('a foreign 0 loses to dockerd, and is neither wished for nor taken out', async () => {
  const found = await one(V4, { on: { all: '1' }, entries: line('net.ipv4.ip_forward = 0\n') });
  assert.equal(found.verdict, 'met');
  assert.match(found.evidence.map(({ says }) => says).join('\n'), /dockerd turns it on again/);
  const both = await one(V4, {
    on: { all: '1' },
    entries: {
      ...line('net.ipv4.ip_forward = 0\n'),
      ...line('net.ipv4.ip_forward = 1\n', '/etc/sysctl.d/60-b.conf'),
    },
  });
  assert.deepEqual(
    both.wishes.map(({ key }) => key),
    ['/etc/sysctl.d/60-b.conf'],
  );
});

const MANUAL: { readonly [why: string]: Case } = {
  'a package ships it': { entries: line('net.ipv4.ip_forward=1\n', '/usr/lib/sysctl.d/50-vendor.conf') },
  'libvirt needs it, too': { on: { all: '1', virbr0: '1' }, entries: line('net.ipv4.ip_forward=1\n') },
  'a VPN needs it, too': { on: { all: '1', wg0: '1' }, entries: line('net.ipv4.ip_forward=1\n') },
  'dockerd does not turn it on': {
    argv: ['/usr/sbin/dockerd', '--ip-forward=false'],
    entries: line('net.ipv4.ip_forward=1\n'),
  },
  'dockerd uses nftables': {
    entries: {
      ...line('net.ipv4.ip_forward=1\n'),
      '/etc/docker/daemon.json': '{"firewall-backend": "nftables"}',
    },
  },
};
for (const [why, given] of Object.entries(MANUAL)) {
  test(`a foreign line stays, and a person is told which: ${why}`, async () => {
    const found = await one(V4, { on: { all: '1' }, ...given });
    assert.equal(found.verdict, 'manual');
    assert.deepEqual(found.wishes, []);
    assert.match(found.steps?.at(-1) ?? '', /line 1 \(net\.ipv4\.ip_forward = 1\)/);
  });
}

/** Whoever asks, and however it is set up: a container loses its network by a 0, an open router comes of a 1. */
test('no wish turns forwarding off or on where Docker has bridges, and none uses a glob', async () => {
  const hosts: readonly Case[] = [
    ...Object.values(FIXABLE),
    ...Object.values(MANUAL),
    {},
    { docker: 'installed' },
    { on: { all: '0' } },
    { argv: ['/usr/sbin/dockerd', '--bridge=none', '--ip-forward=false'], networks: STOCK, on: { all: '1' } },
    { argv: ['/usr/sbin/dockerd', '--bridge=none'], networks: '', on: { all: '1' } },
    // Which networks there are is not known.
    {
      docker: 'installed',
      entries: { '/etc/docker/daemon.json': '{"bridge": "none", "ip-forward": false}' },
      on: { all: '1' },
    },
    { networks: '', on: { all: '1' } },
    { networks: 'a1 overlay false ingress\n', on: { all: '1' } },
    { docker: 'none', entries: { '/var/lib/docker': { directory: true } }, on: { all: '1' } },
  ];
  const withDocker = hosts.filter(
    ({ docker, entries }) => docker !== 'none' || entries?.['/var/lib/docker'] !== undefined,
  );
  for (const given of withDocker) {
    for (const how of ['by-role', 'off', 'router']) {
      for (const { key, part = '', desired } of (await assessed(written(given), how)).flatMap(
        ({ wishes }) => wishes,
      )) {
        assert.ok(!/ip_forward|ipv4\.conf/.test(key), key);
        assert.ok(desired === null || !/ip_forward|ipv4/.test(part), part);
        assert.ok(!part.includes('*') && !key.includes('*'), part);
      }
    }
  }
});

test('an open router is found: forwarding is on, and nothing drops the rest', async () => {
  const found = await one('forward:ipv4', { on: { all: '1' }, ipv4: ACCEPT });
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[0] ?? '', /^iptables -w -P FORWARD DROP/);
  const hypervisor = await one('forward:ipv4', { on: { all: '1', virbr0: '1' }, ipv4: ACCEPT });
  assert.match(
    hypervisor.steps?.[0] ?? '',
    /^if virbr0 is to be forwarded for: iptables -w -I FORWARD -i virbr0/,
  );
  const rule = `${ACCEPT}-A FORWARD -j REJECT --reject-with icmp-host-prohibited\n`;
  assert.equal((await one('forward:ipv4', { on: { all: '1' }, ipv4: rule })).verdict, 'met');
  assert.equal((await one('forward:ipv4', { on: { all: '0' }, ipv4: ACCEPT })).verdict, 'met');
});

const OTHERWISE: { readonly [why: string]: Case } = {
  'told not to drop': { entries: { '/etc/docker/daemon.json': '{\n  "ip-forward-no-drop": true\n}' } },
  'told to make no rules': { argv: ['/usr/sbin/dockerd', '--iptables=false'] },
  'told to leave forwarding alone': { entries: { '/etc/docker/daemon.json': '{"ip-forward": false}' } },
  'with nftables': { argv: ['/usr/sbin/dockerd', '--firewall-backend', 'nftables'] },
};
for (const [why, given] of Object.entries(OTHERWISE)) {
  test(`it drops now, and will not after a reboot: dockerd is ${why}`, async () => {
    const found = await one('forward:ipv4', { on: { all: '1' }, ...given });
    assert.equal(found.verdict, 'manual');
    assert.match(found.steps?.[0] ?? '', /^either take .+ out of /);
    assert.match(found.steps?.join('\n') ?? '', /table inet forward_guard/);
    assert.doesNotMatch(found.steps?.join('\n') ?? '', /flush|-P FORWARD|ip_forward=0/);
  });
}

test('the commands that are told are what a shell takes', async () => {
  const steps =
    (await one('forward:ipv4', { on: { all: '1' }, argv: ['/usr/sbin/dockerd', '--iptables=false'] }))
      .steps ?? [];
  const [, table = '', unit = ''] = steps;
  for (const command of [table.slice(table.indexOf('mkdir')), unit]) {
    const printed = /printf .* (?=> )/.exec(command)?.[0] ?? '';
    const { stdout, status } = spawnSync('/bin/sh', ['-euc', printed], { encoding: 'utf8' });
    assert.equal(status, 0);
    assert.match(stdout, /^(table inet forward_guard\ndelete|\[Unit\]\nBefore=)/);
  }
});

test('IPv6 is forwarded for networks that have it; then the rest is to be dropped, too', async () => {
  const networks = `${STOCK}a4 bridge true web\n`;
  const on6 = { all: '1' };
  assert.equal((await one(V6, { networks, on6 })).verdict, 'met');
  assert.equal((await one(V6, { argv: ['/usr/sbin/dockerd', '--ipv6'], on6 })).verdict, 'met');
  assert.equal(
    (await one(V6, { entries: { '/etc/docker/daemon.json': '{"ipv6": true}' }, on6 })).verdict,
    'met',
  );
  const open = await one('forward:ipv6', { networks, on6, ipv6: ACCEPT });
  assert.equal(open.verdict, 'manual');
  assert.doesNotMatch(open.steps?.join('\n') ?? '', /-P FORWARD/);
  assert.equal((await one('forward:ipv6', { networks, on6, ipv6: DROP })).verdict, 'met');
  const without = await one(V6, { on6 });
  assert.deepEqual(without.wishes.at(-1), {
    kind: 'kernel-setting',
    key: 'net.ipv6.conf.all.forwarding',
    desired: '0',
  });
});

test('IPv6 that is forwarded while Docker is down may be for its networks', async () => {
  const found = await one(V6, { docker: 'installed', on6: { all: '1' } });
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[0] ?? '', /start it and scan again/);
  assert.equal((await one(V6, { on6: { all: '1', cni0: '1' } })).verdict, 'manual');
});

test('Docker without any bridge is a host like others', async () => {
  const argv = ['/usr/sbin/dockerd', '--bridge', 'none', '--ip-forward=false'];
  const found = await one(V4, {
    argv,
    networks: 'a2 host false host\na3 null false none\n',
    on: { all: '1' },
  });
  assert.equal(found.verdict, 'unmet');
  assert.ok(found.evidence.some(({ says }) => says === '--bridge none'));
});

test('who forwards for others without Docker is asked, and says so in the policy', async () => {
  for (const given of [
    { on: { all: '1', wg0: '1' } },
    { on: { all: '1', eth1: '1' } },
    { on: { all: '1', cni0: '1' } },
    { type: 'image', entries: line('net.ipv4.ip_forward = 1\n') },
  ] as const) {
    const router: Case = { docker: 'none', ...given };
    const found = await one(V4, router);
    assert.equal(found.verdict, 'manual');
    assert.deepEqual(found.wishes, []);
    assert.match(found.steps?.join('\n') ?? '', /forwarding = router .*\n.*forwarding = off/);
    assert.equal((await one(V4, router, 'router')).verdict, 'not-applicable');
    assert.equal((await one(V4, router, 'off')).verdict, 'unmet');
  }
  assert.equal((await one(V4, { docker: 'none', on: { eth1: '0', wg0: '0' } })).verdict, 'unmet');
});

test('a glob that turns it on is a line for a person', async () => {
  const found = await one(V4, { docker: 'none', entries: line('net.ipv4.conf.*.forwarding = 1\n') });
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.steps, [
    'take line 1 (net.ipv4.conf.*.forwarding = 1) out of /etc/sysctl.d/50-a.conf',
  ]);
});

test('a daemon that routes multicast is for a person to stop', async () => {
  const found = await one('key:net.ipv4.conf.*.mc_forwarding', { multicast: '1' });
  assert.equal(found.verdict, 'manual');
  assert.ok(found.evidence.some(({ says }) => says === '1 on eth0'));
});

test('a filter that cannot be read leaves the others judged', async () => {
  assert.deepEqual((await all({ on: { all: '1' }, ipv4: null })).slice(-2), [
    'forward:ipv4 unknown',
    'forward:ipv6 met',
  ]);
  assert.equal((await one('forward:ipv4', { docker: 'installed', on: { all: '1' } })).verdict, 'unknown');
});

test('an image is judged by its files alone', async () => {
  assert.deepEqual(await all({ type: 'image', docker: 'installed', entries: HOST_FILE }), [
    'ipv4.ip_forward met',
    'ipv6.conf.all.forwarding met',
    'ipv4.conf.*.mc_forwarding not-applicable',
    'ipv6.conf.*.mc_forwarding not-applicable',
    'forward:ipv4 met',
    'forward:ipv6 met',
  ]);
});
