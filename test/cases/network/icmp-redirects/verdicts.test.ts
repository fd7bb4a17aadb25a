import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/icmp-redirects.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const SYSTEMD = { '/usr/lib/systemd/system/systemd-sysctl.service': '[Service]\nExecStart=/x\n' };
const SEND = 'net.ipv4.conf.*.send_redirects';
const DROP_IN = '/etc/sysctl.d/99-zz-holdfast-icmp-redirects.conf';
const GLOBS = `net.ipv4.conf.*.accept_redirects = 0
net.ipv4.conf.*.secure_redirects = 0
net.ipv4.conf.*.send_redirects = 0
net.ipv6.conf.*.accept_redirects = 0
`;

function settings(value: string, ...interfaces: string[]): { [path: string]: string } {
  const keys = [
    'ipv4/conf/*/accept_redirects',
    'ipv4/conf/*/secure_redirects',
    'ipv4/conf/*/send_redirects',
    'ipv6/conf/*/accept_redirects',
  ];
  return Object.fromEntries(
    ['all', 'default', ...interfaces].flatMap((name) =>
      keys.map((key) => [`net/${key.replace('*', name)}`, value]),
    ),
  );
}

async function assess(host: WrittenHost) {
  return playbook.assess({ facts: await readFacts(createMemoryHost(host), playbook.facts), params: {} });
}

async function verdictOf(host: WrittenHost, key = SEND) {
  const found = (await assess(host)).find(({ object }) => object === `key:${key}`);
  assert(found);
  return found;
}

const BARE: WrittenHost = { entries: SYSTEMD, live: { 'kernel-setting': settings('1', 'eth0', 'docker0') } };

test('a bare host: four findings, fixed by one drop-in and four live settings', async () => {
  const found = await assess(BARE);
  assert.deepEqual(
    found.map(({ verdict }) => verdict),
    ['unmet', 'unmet', 'unmet', 'unmet'],
  );
  const { wishes } = await verdictOf(BARE);
  assert.deepEqual(wishes, [
    { kind: 'entry', key: DROP_IN, part: `sysctl:${SEND}`, desired: '0' },
    { kind: 'entry', key: DROP_IN, part: 'sysctl:net.ipv4.conf.all.send_redirects', desired: '0' },
    { kind: 'entry', key: DROP_IN, part: 'sysctl:net.ipv4.conf.default.send_redirects', desired: '0' },
    { kind: 'kernel-setting', key: SEND, desired: '0' },
  ]);
});

const configured = (text: string, path = '/etc/sysctl.d/50-a.conf') => ({ ...SYSTEMD, [path]: text });
const FIXABLE: { readonly [what: string]: WrittenHost } = {
  'nothing is configured': BARE,
  'only all and default are set': {
    ...BARE,
    entries: configured(GLOBS.replace(/(.*)\*(.*)/g, '$1all$2\n$1default$2')),
  },
  'files are right, the kernel is not': { ...BARE, entries: configured(GLOBS) },
  'the kernel is right, files are not': { ...BARE, live: { 'kernel-setting': settings('0', 'eth0') } },
  'a foreign file names an interface': {
    ...BARE,
    entries: configured(`${GLOBS}net.ipv4.conf.eth0.send_redirects = 1\n`),
  },
  'a foreign file names an interface with a dot that is not there now': {
    ...BARE,
    entries: configured(`${GLOBS}net.ipv4.conf.eth0/100.send_redirects = 1\n`),
  },
  'a foreign file excludes an interface': {
    ...BARE,
    entries: configured(`${GLOBS}-net.ipv4.conf.eth0.send_redirects\n`),
  },
  'a foreign file sorts last': {
    ...BARE,
    entries: configured('net.ipv4.conf.all.send_redirects = 1\n', '/etc/sysctl.d/zz-local.conf'),
  },
  'a foreign glob sorts last': {
    ...BARE,
    entries: configured('net.ipv4.conf.*.send_redirects = 1\n', '/etc/sysctl.d/zz.conf'),
  },
  'sysctl.conf is linked as a drop-in': {
    ...BARE,
    entries: {
      ...configured('net.ipv4.conf.eth0.send_redirects = 1\n', '/etc/sysctl.conf'),
      '/etc/sysctl.d/99-sysctl.conf': { link: '../sysctl.conf' },
    },
  },
  'no systemd': { ...BARE, entries: {} },
  'an image': { type: 'image', entries: SYSTEMD },
};

for (const [what, host] of Object.entries(FIXABLE)) {
  test(`what it wishes for is enough: ${what}`, async () => {
    const before = await assess(host);
    assert(before.some(({ verdict }) => verdict === 'unmet'));
    const after = await assess(withWishes(host, before));
    assert.deepEqual(
      after.map(({ verdict, wishes }) => [verdict, wishes.length]),
      Array(4).fill(['met', 0]),
    );
  });
}

test('what is right by another hand is met', async () => {
  const explicit = GLOBS.replace(/(.*)\*(.*)/g, '$1all$2\n$1default$2\n$1eth0$2');
  for (const text of [GLOBS, explicit]) {
    const host = { entries: configured(text), live: { 'kernel-setting': settings('0', 'eth0') } };
    assert.deepEqual(
      (await assess(host)).map(({ verdict }) => verdict),
      ['met', 'met', 'met', 'met'],
    );
  }
});

test('0 in all does not stop an interface from sending', async () => {
  const live = { ...settings('0', 'eth0'), 'net/ipv4/conf/docker0/send_redirects': '1' };
  const found = await verdictOf({ entries: configured(GLOBS), live: { 'kernel-setting': live } });
  assert.equal(found.verdict, 'unmet');
  assert.deepEqual(found.wishes, [{ kind: 'kernel-setting', key: SEND, desired: '0' }]);
  const says = found.evidence.filter(({ source }) => source.startsWith('/proc')).map(({ says }) => says);
  assert.deepEqual(says, ['0 on all, default, eth0', '1 on docker0']);
});

test('evidence names the deciding line, and what loses', async () => {
  const entries = {
    ...configured('net.ipv4.conf.all.send_redirects = 1\n'),
    '/etc/sysctl.d/60-b.conf': `${GLOBS}net.ipv4.conf.all.send_redirects = 0\n`,
    '/etc/sysctl.conf': 'net.ipv4.conf.eth0.send_redirects = 1\n',
  };
  const found = await verdictOf({ entries, live: { 'kernel-setting': settings('0', 'eth0') } });
  assert.deepEqual(found.evidence.slice(0, 4), [
    {
      source: '/etc/sysctl.d/60-b.conf',
      line: 5,
      says: 'net.ipv4.conf.all.send_redirects = 0 (decides all)',
      wins: true,
    },
    { source: '/etc/sysctl.d/60-b.conf', line: 3, says: `${SEND} = 0 (decides default, eth0)`, wins: true },
    {
      source: '/etc/sysctl.d/50-a.conf',
      line: 1,
      says: 'net.ipv4.conf.all.send_redirects = 1 (overridden at boot)',
      wins: false,
    },
    {
      source: '/etc/sysctl.conf',
      line: 1,
      says: 'net.ipv4.conf.eth0.send_redirects = 1 (overridden at boot; "sysctl --system" would read it last)',
      wins: false,
    },
  ]);
});

test('where no drop-in can win a person is told the line', async () => {
  const ufw = {
    ...SYSTEMD,
    '/etc/ufw/ufw.conf': 'ENABLED=yes\n',
    '/etc/default/ufw': 'IPT_SYSCTL=/etc/ufw/sysctl.conf\n',
    '/etc/ufw/sysctl.conf': '# x\nnet/ipv4/conf/all/send_redirects=1\n',
  };
  const found = await verdictOf({ ...BARE, entries: ufw });
  assert.equal(found.verdict, 'manual');
  assert.deepEqual(found.wishes, []);
  assert.match(
    found.steps?.[0] ?? '',
    /net\.ipv4\.conf\.all\.send_redirects = 0 in \/etc\/ufw\/sysctl\.conf, line 2/,
  );
  const procps = { '/etc/sysctl.conf': 'net.ipv4.conf.all.send_redirects = 1\n' };
  assert.equal((await verdictOf({ ...BARE, entries: procps })).verdict, 'manual');
  const masked = { '/etc/systemd/system/systemd-sysctl.service': { link: '/dev/null' } };
  assert.match((await verdictOf({ ...BARE, entries: masked })).steps?.[0] ?? '', /unmask/);
});

test('a kernel without IPv6 needs no IPv6 setting', async () => {
  const ipv4 = Object.fromEntries(
    Object.entries(settings('1', 'eth0')).filter(([path]) => path.startsWith('net/ipv4')),
  );
  const host = { ...BARE, live: { 'kernel-setting': ipv4 } };
  assert.equal((await verdictOf(host, 'net.ipv6.conf.*.accept_redirects')).verdict, 'not-applicable');
  assert.equal((await verdictOf(host)).verdict, 'unmet');
});

test('in an image a glob is needed: its interfaces are unknown', async () => {
  const entries = configured(
    'net.ipv4.conf.all.send_redirects = 0\nnet.ipv4.conf.default.send_redirects = 0\n',
  );
  const found = await verdictOf({ type: 'image', entries });
  assert.equal(found.verdict, 'unmet');
  assert(found.evidence.some(({ says }) => says.includes('any other interface')));
  assert(found.wishes.every(({ kind }) => kind === 'entry'));
});
