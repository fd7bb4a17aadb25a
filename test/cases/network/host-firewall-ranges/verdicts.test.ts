import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/host-firewall-ranges.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { aFilteredHost, ENABLED, listening, SSHD } from '../a-filtered-host.ts';

const PARAMS = { admin: ['10.0.0.0/8', '2001:db8::/32'], services: ['tcp/443'] };
const RIGHT = `table inet site {
	chain input {
		type filter hook input priority filter; policy drop;
		ct state vmap { established : accept, related : accept, invalid : drop }
		iif "lo" accept
		meta l4proto { icmp, ipv6-icmp } accept
		ip saddr { 10.1.0.0/16, 10.2.0.0/16 } tcp dport 22 accept
		tcp dport 443 accept
	}
}
`;

async function assessed(host: WrittenHost, params = PARAMS): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params });
}
const said = (found: readonly Requirement[]) => found.map(({ object, verdict }) => `${object} ${verdict}`);
const verdicts = async (host: WrittenHost, params = PARAMS) => said(await assessed(host, params));
const boots = (text: string) => ({ ...ENABLED, '/etc/nftables.conf': `flush ruleset\n${text}` });

const MET = ['filter:input met', 'port:tcp/22 met'];
const UNMET = ['filter:input unmet', 'port:tcp/22 unmet'];
const MANUAL = ['filter:input manual', 'port:tcp/22 manual'];

test('a host as it is installed lets everything in', async () => {
  const found = await assessed(aFilteredHost());
  assert.deepEqual(said(found), UNMET);
  const kinds = found[0]?.wishes.map(({ kind, key }) => `${kind} ${key}`);
  assert.deepEqual(kinds, [
    'entry /etc/holdfast/nftables.d/input.nft',
    'entry /etc/holdfast/nftables.nft',
    'entry /etc/systemd/system/holdfast-nftables.service',
    'entry /etc/systemd/system/nftables.service.d/holdfast.conf',
    'entry /etc/systemd/system/sysinit.target.wants/holdfast-nftables.service',
    'nft-table inet holdfast-input',
  ]);
});

test("somebody else's rules are as good, in other words: nothing is wished for", async () => {
  const found = await assessed(aFilteredHost({ entries: boots(RIGHT), ruleset: RIGHT }));
  assert.deepEqual(said(found), MET);
  assert.deepEqual(
    found.flatMap(({ wishes }) => wishes),
    [],
  );
});

test('now and at boot are judged apart', async () => {
  assert.deepEqual(await verdicts(aFilteredHost({ ruleset: RIGHT })), UNMET, 'gone after a reboot');
  assert.deepEqual(await verdicts(aFilteredHost({ entries: boots(RIGHT) })), UNMET, 'not loaded now');
  const disabled = { '/etc/nftables.conf': RIGHT };
  assert.deepEqual(
    await verdicts(aFilteredHost({ entries: disabled, ruleset: RIGHT })),
    UNMET,
    'not enabled',
  );
  const masked = { ...boots(RIGHT), '/etc/systemd/system/nftables.service': { link: '/dev/null' } };
  assert.deepEqual(await verdicts(aFilteredHost({ entries: masked, ruleset: RIGHT })), UNMET, 'masked');
});

/** Each lets in more than asked, in a way that a look for `policy drop` would not find. */
const TRAPS: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a rule before the good one',
    RIGHT.replace('ip saddr', 'tcp dport 22 accept\n\t\tip saddr'),
    ['filter:input met', 'port:tcp/22 unmet'],
  ],
  ['a policy that is overridden at the end', RIGHT.replace('\t}\n}', '\t\taccept\n\t}\n}'), UNMET],
  ['IPv4 alone', RIGHT.replace('inet', 'ip'), UNMET],
  ['IPv6 alone', RIGHT.replace('inet', 'ip6').replace(/ip saddr.*\n/, ''), UNMET],
  [
    'one more port',
    RIGHT.replace('dport 443', 'dport { 443, 5000-5010 }'),
    ['filter:input unmet', 'port:tcp/22 met'],
  ],
  ['a range with the port of SSH in it', RIGHT.replace('dport 443', 'dport 1-443'), UNMET],
  ['a wider network', RIGHT.replace('10.1.0.0/16', '0.0.0.0/1'), ['filter:input met', 'port:tcp/22 unmet']],
  ['a limit', RIGHT.replace('ip saddr', 'limit rate 5/second accept\n\t\tip saddr'), UNMET],
  [
    'all but a network',
    RIGHT.replace('ip saddr {', 'ip saddr != {'),
    ['filter:input met', 'port:tcp/22 unmet'],
  ],
  [
    'a jump',
    RIGHT.replace('ip saddr', 'jump more\n\t\tip saddr').replace(
      'table inet site {',
      'table inet site {\n\tchain more {\n\t\ttcp dport ssh accept\n\t}',
    ),
    ['filter:input met', 'port:tcp/22 unmet'],
  ],
  [
    'a map',
    RIGHT.replace('ip saddr', 'tcp dport vmap { 22 : accept, 23 : drop }\n\t\tip saddr'),
    ['filter:input met', 'port:tcp/22 unmet'],
  ],
  [
    'a drop that drops only some',
    RIGHT.replace('policy drop', 'policy accept').replace('\t}\n}', '\t\tmeta mark 1 drop\n\t}\n}'),
    UNMET,
  ],
  ['words nobody knows', RIGHT.replace('ip saddr', 'xt match "conntrack" accept\n\t\tip saddr'), UNMET],
  [
    'new connections',
    RIGHT.replace('ip saddr', 'ct state new tcp dport 22 accept\n\t\tip saddr'),
    ['filter:input met', 'port:tcp/22 unmet'],
  ],
  [
    'an accept that another table takes back',
    `${RIGHT.replace('dport 443', 'dport 444')}${RIGHT.replace('inet site', 'inet other')}`,
    MET,
  ],
  ['UDP', RIGHT.replace('tcp dport 443', 'meta l4proto udp'), ['filter:input unmet', 'port:tcp/22 met']],
  ['any protocol of a network', RIGHT.replace('tcp dport 443', 'ip saddr 192.0.2.0/24'), UNMET],
  ['a chain that never sees a packet of others', RIGHT.replace('hook input', 'hook output'), UNMET],
  [
    'what is for containers',
    RIGHT.replace('tcp dport 443', 'iifname "docker0" accept\n\t\tiifname "br-*"'),
    MET,
  ],
];

test('what lets in more than is asked for is found, at boot as well as now', async () => {
  for (const [name, ruleset, expected] of TRAPS) {
    assert.deepEqual(await verdicts(aFilteredHost({ entries: boots(RIGHT), ruleset })), expected, name);
    assert.deepEqual(
      await verdicts(aFilteredHost({ entries: boots(ruleset), ruleset: RIGHT })),
      expected,
      name,
    );
  }
});

test('files that are included, variables and sets of their own are read', async () => {
  const entries = {
    ...ENABLED,
    '/etc/nftables.conf': 'flush ruleset\ninclude "nftables.d/*.nft"\n',
    '/etc/nftables.d/10-vars.nft': 'define SSH = { 22 }\ndefine FROM = 10.9.0.0/16\n',
    '/etc/nftables.d/20-x.nft': RIGHT.replace(
      'ip saddr { 10.1.0.0/16, 10.2.0.0/16 } tcp dport 22',
      'ip saddr @from tcp dport $SSH',
    ).replace(
      'chain input',
      'set from { type ipv4_addr; flags interval; elements = { $FROM } }\n\tchain input',
    ),
  };
  assert.deepEqual(await verdicts(aFilteredHost({ entries, ruleset: RIGHT })), MET);
  const later = { ...entries, '/etc/nftables.d/30-y.nft': 'add rule inet site input tcp dport 25 accept\n' };
  const [input] = await assessed(aFilteredHost({ entries: later, ruleset: RIGHT }));
  assert.equal(input?.verdict, 'unmet');
  assert.deepEqual(
    input?.evidence.find(({ says }) => says.includes('25')),
    {
      source: '/etc/nftables.d/30-y.nft',
      line: 1,
      says: 'tcp dport 25 accept: lets in TCP port 25 from everywhere',
      wins: true,
    },
  );
  const flushed = { ...entries, '/etc/nftables.d/30-y.nft': 'flush ruleset\n' };
  assert.deepEqual(await verdicts(aFilteredHost({ entries: flushed, ruleset: RIGHT })), UNMET);
});

test('a file that cannot be parsed is a refusal with its line', async () => {
  const entries = boots('table inet x {\n');
  await assert.rejects(assessed(aFilteredHost({ entries })), { name: 'Refused' });
});

test('nothing is decided without networks; what is connected and what listens is proposed', async () => {
  const sockets = {
    listening: [
      SSHD,
      listening('tcp/80', { unit: 'nginx.service', path: '/usr/sbin/nginx' }),
      listening('tcp/5432', { address: '127.0.0.1' }),
      listening('udp/68'),
      listening('tcp/8080', { path: '/usr/bin/docker-proxy', unit: 'docker.service' }),
    ],
    peers: [
      { address: '192.0.2.7', port: 22 },
      { address: '192.0.2.9', port: 80 },
    ],
  };
  const host = aFilteredHost({ sockets });
  const [param, ...more] = await assessed(host, { admin: [], services: [] });
  assert.deepEqual([param?.object, param?.verdict, more], ['param:admin', 'manual', []]);
  assert.ok(param?.steps?.[0]?.endsWith('admin = 192.0.2.7'), param?.steps?.[0]);
  assert.ok(param?.steps?.[1]?.endsWith('services = tcp/80'), param?.steps?.[1]);
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  assert.deepEqual(playbook.choices?.({ facts }), { admin: ['192.0.2.7'], services: ['tcp/80'] });
});

test('a value that cannot be understood is named and opens nothing', async () => {
  for (const admin of ['everywhere', '10.0.0.0/33', '10.0.0/8', '', '10.0.0.1; accept'])
    assert.deepEqual(await verdicts(aFilteredHost(), { ...PARAMS, admin: [admin] }), ['param:admin manual']);
  for (const port of [
    '443',
    'tcp/0',
    'tcp/70000',
    'tcp/9-2',
    'tcp/443@x',
    'sctp/1',
    'tcp/443@10.0.0.0/8 accept',
  ])
    assert.deepEqual(await verdicts(aFilteredHost(), { ...PARAMS, services: [port] }), [
      'param:services manual',
    ]);
});

test("where ufw makes the filter, its own files are judged, and it is a person's to change", async () => {
  const ufw = (rules: string, policy = 'DROP') => ({
    '/etc/ufw/ufw.conf': '# x\nENABLED=yes\n',
    '/etc/default/ufw': `IPV6=yes\nDEFAULT_INPUT_POLICY="${policy}"\n`,
    '/etc/ufw/user.rules': rules,
  });
  const good =
    '### tuple ### allow tcp 22 0.0.0.0/0 any 10.3.0.0/16 in\n### tuple ### allow tcp 443 0.0.0.0/0 any 0.0.0.0/0 Nginx - in\n';
  const live = RIGHT;
  assert.deepEqual(await verdicts(aFilteredHost({ entries: ufw(good), ruleset: live })), MET);
  const open = ufw('### tuple ### limit tcp 22 0.0.0.0/0 any 0.0.0.0/0 in\n');
  const found = await assessed(aFilteredHost({ entries: open, ruleset: live }));
  assert.deepEqual(said(found), ['filter:input met', 'port:tcp/22 manual']);
  assert.equal(found[1]?.steps?.[0], 'ufw allow from 10.0.0.0/8 to any port 22 proto tcp');
  assert.equal(
    found[1]?.evidence.find(({ wins, line }) => wins && line === 1)?.source,
    '/etc/ufw/user.rules',
  );
  assert.deepEqual(await verdicts(aFilteredHost({ entries: ufw(good, 'ACCEPT'), ruleset: live })), MANUAL);
  const off = { ...ufw(good), '/etc/ufw/ufw.conf': 'ENABLED=no\n' };
  assert.deepEqual(await verdicts(aFilteredHost({ entries: off, ruleset: live })), UNMET);
});

test("where firewalld makes the filter, it is a person's to change, with commands for it", async () => {
  const entries = {
    '/etc/systemd/system/multi-user.target.wants/firewalld.service': { link: '/x' },
  };
  const found = await assessed(aFilteredHost({ entries }));
  assert.deepEqual(said(found), MANUAL);
  assert.match(
    found[0]?.steps?.join('\n') ?? '',
    /rule family="ipv6" source address="2001:db8::\/32" port port="22"/,
  );
  assert.deepEqual(await verdicts(aFilteredHost({ entries, ruleset: RIGHT })), MET);
});

test('without nft there is nothing to do it with', async () => {
  const host = aFilteredHost();
  const entries = Object.fromEntries(
    Object.entries(host.entries ?? {}).filter(([path]) => path !== '/usr/sbin/nft'),
  );
  assert.deepEqual(await verdicts({ ...host, entries }), MANUAL);
});

test('an image is judged by its files, and given files alone', async () => {
  const found = await assessed(aFilteredHost({ type: 'image' }));
  assert.deepEqual(said(found), UNMET);
  assert.ok(
    found.every(({ wishes }) => wishes.every(({ kind, effects }) => kind === 'entry' && !effects?.length)),
  );
  assert.deepEqual(await verdicts(aFilteredHost({ type: 'image', entries: boots(RIGHT) })), MET);
});

test('every port that logins come in at is one of its own: of the files, of the socket, of the running server', async () => {
  const objects = async (host: WrittenHost) => (await assessed(host)).map(({ object }) => object).slice(1);
  const config = { '/etc/ssh/sshd_config': 'Port 2222\nListenAddress [::]:2022\nMatch User x\n' };
  const listens = { listening: [], peers: [] };
  assert.deepEqual(await objects(aFilteredHost({ entries: config, sockets: listens })), [
    'port:tcp/2222',
    'port:tcp/2022',
  ]);
  assert.deepEqual(await objects(aFilteredHost({ entries: config })), [
    'port:tcp/2222',
    'port:tcp/2022',
    'port:tcp/22',
  ]);
  const socket = {
    '/usr/lib/systemd/system/ssh.socket': '[Socket]\nListenStream=0.0.0.0:2200\nListenStream=[::]:2200\n',
    '/etc/systemd/system/sockets.target.wants/ssh.socket': { link: '/x' },
  };
  assert.deepEqual(await objects(aFilteredHost({ entries: socket })), ['port:tcp/22', 'port:tcp/2200']);
  const forwarded = listening('tcp/6010', { address: '::', path: '/usr/sbin/sshd', unit: 'session-3.scope' });
  assert.deepEqual(await objects(aFilteredHost({ sockets: { listening: [SSHD, forwarded], peers: [] } })), [
    'port:tcp/22',
  ]);
});

test('what Docker publishes by a program of its own stays open, and what listens and is not named is told', async () => {
  const sockets = {
    listening: [
      SSHD,
      listening('tcp/8080', {
        address: '::',
        path: '/usr/libexec/docker/docker-proxy',
        unit: 'docker.service',
      }),
      listening('tcp/25'),
    ],
    peers: [],
  };
  const [input] = await assessed(aFilteredHost({ sockets }));
  const table = String(input?.wishes.find(({ kind }) => kind === 'nft-table')?.desired);
  assert.match(table, /\ttcp dport 8080 accept\n/);
  assert.doesNotMatch(table, /dport 25 /);
  assert.ok(input?.evidence.some(({ says }) => says.startsWith('tcp/25 listens')));
});
