import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/published-port-exposure.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { ListeningSocket, Observation } from '../../../../src/model/observation.ts';
import type { Requirement } from '../../../../src/model/requirement.ts';
import { readFacts } from '../../read-facts.ts';
import { aFilteredHost, ENABLED, listening, SSHD } from '../a-filtered-host.ts';

const PORTS = [
  'web\t0.0.0.0:8080->80/tcp, :::8080->80/tcp',
  'db\t127.0.0.1:5432->5432/tcp',
  'dns\t0.0.0.0:53->53/udp',
  'idle\t',
].join('\n');
const DOCKER = `table ip filter {
	chain DOCKER {
		iifname != "docker0" oifname "docker0" meta l4proto tcp ip daddr 172.17.0.2 tcp dport 80 counter packets 0 bytes 0 accept
	}
	chain DOCKER-USER {
		counter packets 0 bytes 0 return
	}
	chain FORWARD {
		type filter hook forward priority filter; policy drop;
		counter packets 0 bytes 0 jump DOCKER-USER
		oifname "docker0" ct state related,established counter packets 0 bytes 0 accept
		oifname "docker0" counter packets 0 bytes 0 jump DOCKER
		iifname "docker0" oifname != "docker0" counter packets 0 bytes 0 accept
	}
}
table ip nat {
	chain DOCKER {
		iifname != "docker0" meta l4proto tcp tcp dport 8080 counter packets 0 bytes 0 dnat to 172.17.0.2:80
	}
	chain PREROUTING {
		type nat hook prerouting priority dstnat; policy accept;
		fib daddr type local counter packets 0 bytes 0 jump DOCKER
	}
}
`;
const PROXY = (port: string) =>
  listening(port, { address: '::', path: '/usr/libexec/docker/docker-proxy', unit: 'docker.service' });

function aDockerHost({
  ports = PORTS,
  ruleset = DOCKER,
  route = 'Iface\tDestination\neth0\t00000000\n',
  type,
  sockets = [SSHD],
  ...more
}: Partial<Omit<Parameters<typeof aFilteredHost>[0] & object, 'sockets'>> & {
  ports?: string | null;
  route?: string;
  sockets?: readonly ListeningSocket[];
} = {}): WrittenHost {
  const observations: [Observation, string][] = [
    [
      { type: 'processes' },
      JSON.stringify(ports === null ? [] : [{ pid: 9, uid: 0, gids: [0], argv: ['/usr/bin/dockerd'] }]),
    ],
    [{ type: 'command', argv: ['/usr/bin/docker', 'ps', '--format', '{{.Names}}\t{{.Ports}}'] }, ports ?? ''],
    [{ type: 'proc', path: 'net/route' }, route],
  ];
  return aFilteredHost({
    ...more,
    ...(type === undefined ? {} : { type }),
    ruleset,
    sockets: { listening: sockets, peers: [] },
    observations,
    entries: {
      '/usr/bin/docker': { content: 'ELF', mode: 0o755 },
      '/usr/bin/dockerd': 'ELF',
      '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n',
      ...more.entries,
    },
  });
}

async function assessed(host: WrittenHost, allowed: readonly string[]): Promise<readonly Requirement[]> {
  const facts = await readFacts(createMemoryHost(host), playbook.facts);
  return playbook.assess({ facts, params: { allowed: [...allowed] } });
}
const said = async (host: WrittenHost, allowed: readonly string[]) =>
  (await assessed(host, allowed)).map(({ object, verdict }) => `${object} ${verdict}`);
const tableOf = (found: readonly Requirement[]) =>
  String(found.flatMap(({ wishes }) => wishes).find(({ kind }) => kind === 'nft-table')?.desired);

test('without a decision the ports of running containers are proposed, and how they are bound elsewhere', async () => {
  const [param, ...more] = await assessed(aDockerHost(), []);
  assert.deepEqual([param?.object, param?.verdict, more], ['param:allowed', 'manual', []]);
  assert.ok(param?.steps?.some((step) => step.endsWith('allowed = tcp/8080, udp/53')));
  assert.ok(param?.steps?.[0]?.includes('docker inspect'));
  assert.ok(
    param?.evidence.some(({ says }) => says === 'dns publishes udp/53 at every address, a port below 1024'),
  );
  assert.ok(!param?.evidence.some(({ says }) => says.startsWith('db')));
});

test('nothing keeps others from what containers publish', async () => {
  assert.deepEqual(await said(aDockerHost(), ['tcp/8080']), [
    'published:others unmet',
    'published:tcp/8080 met',
    'published:udp/53 unmet',
  ]);
});

/** The same host with the table, now and in the files, as its own plan makes it. */
async function fixed(allowed: readonly string[], sockets = [SSHD]): Promise<readonly string[]> {
  const found = await assessed(aDockerHost({ sockets }), allowed);
  const wishes = found.flatMap((each) => each.wishes);
  const entries = Object.fromEntries(
    wishes
      .filter(({ kind }) => kind === 'entry')
      .map(({ key, desired }) => [
        key,
        typeof desired === 'string' ? desired : { link: (desired as { link: string }).link },
      ]),
  );
  return said(aDockerHost({ sockets, entries, own: { 'inet holdfast-published': tableOf(found) } }), allowed);
}

test('the table that is wished for makes it met, at boot too, also for what a program of Docker takes itself', async () => {
  for (const sockets of [[SSHD], [SSHD, PROXY('tcp/8080'), PROXY('udp/53')]]) {
    for (const allowed of [
      ['tcp/8080'],
      ['tcp/8080@10.0.0.0/8'],
      ['tcp/9000'],
      ['udp/1-65535', 'tcp/1-65535@2001:db8::/32'],
    ])
      assert.ok(
        (await fixed(allowed, sockets)).every((each) => each.endsWith(' met')),
        allowed.join(),
      );
  }
});

test('what Docker passes on is dropped by the port it was sent to, before any container, now and later', async () => {
  const found = await assessed(aDockerHost(), ['tcp/8080@10.0.0.0/8', 'udp/53']);
  const table = tableOf(found);
  assert.match(table, /\tip saddr 10\.0\.0\.0\/8 meta l4proto 6 ct original proto-dst 8080 accept\n/);
  assert.match(table, /\t\tdrop\n\t}\n}\n$/);
  assert.doesNotMatch(table, /5432/);
  // A container's own way out, and an answer to it, are none of these.
  assert.match(
    table,
    /prerouting priority mangle; policy accept;\n\t\tct state established,related accept\n/,
  );
  assert.match(
    table,
    /forward priority filter - 5; policy accept;\n\t\tct status dnat oifname "docker0" goto published\n/,
  );
});

test('a rule of somebody else in DOCKER-USER is as good, as far as it goes', async () => {
  const user = (rules: string) => DOCKER.replace('counter packets 0 bytes 0 return', rules);
  const loaded = (rules: string) =>
    aDockerHost({
      ruleset: user(rules),
      entries: {
        ...ENABLED,
        '/etc/nftables.conf': `table inet site {\n\tchain f {\n\t\ttype filter hook forward priority -10;\n\t\t${rules}\n\t}\n}\n`,
      },
    });
  const drop = 'ct status dnat ip saddr != 10.0.0.0/8 drop\n\t\tct status dnat meta nfproto ipv6 drop';
  assert.deepEqual(await said(loaded(drop), ['tcp/8080@10.0.0.0/8', 'udp/53']), [
    'published:others unmet',
    'published:tcp/8080 unmet',
    'published:udp/53 met',
  ]);
  const all = 'ct status dnat ct original proto-dst != 8080 drop\n\t\tip saddr != 10.0.0.0/8 drop';
  const four = aDockerHost({
    ports: 'web\t0.0.0.0:8080->80/tcp',
    ruleset: DOCKER.replace('ip filter', 'inet filter').replace('counter packets 0 bytes 0 return', all),
    entries: {
      ...ENABLED,
      '/etc/nftables.conf': `table inet site {\n\tchain f {\n\t\ttype filter hook forward priority -10;\n\t\t${all}\n\t}\n}\n`,
    },
  });
  assert.deepEqual(await said(four, ['tcp/8080@10.0.0.0/8']), [
    'published:others met',
    'published:tcp/8080 met',
  ]);
});

test("what Docker's own program takes goes another way than what Docker passes on", async () => {
  const forward =
    'table inet site {\n\tchain f {\n\t\ttype filter hook forward priority -10;\n\t\tct status dnat drop\n\t}\n}\n';
  const given = {
    ports: 'web\t0.0.0.0:8080->80/tcp',
    ruleset: DOCKER + forward,
    entries: { ...ENABLED, '/etc/nftables.conf': forward },
  };
  const found = async (sockets: readonly ListeningSocket[]) =>
    said(aDockerHost({ ...given, sockets }), ['tcp/1']);
  assert.deepEqual(await found([SSHD]), ['published:others met', 'published:tcp/8080 met']);
  assert.deepEqual(await found([SSHD, PROXY('tcp/8080')]), [
    'published:others met',
    'published:tcp/8080 unmet',
  ]);
});

test('a chain at INPUT never sees what Docker passes on', async () => {
  const input =
    'table inet site {\n\tchain i {\n\t\ttype filter hook input priority 0; policy drop;\n\t}\n}\n';
  const host = aDockerHost({ ruleset: DOCKER + input, entries: { ...ENABLED, '/etc/nftables.conf': input } });
  assert.deepEqual(await said(host, ['tcp/9000']), [
    'published:others unmet',
    'published:tcp/8080 unmet',
    'published:udp/53 unmet',
  ]);
});

test('an uplink with a name like one of Docker keeps a table from being trusted', async () => {
  const found = await assessed(aDockerHost({ route: 'Iface\tDestination\nbr-lan\t00000000\n' }), [
    'tcp/8080',
  ]);
  assert.deepEqual(
    found.map(({ verdict }) => verdict),
    ['manual', 'met', 'manual'],
  );
  assert.match(found[0]?.steps?.[0] ?? '', /give br-lan/);
});

test('a value that cannot be understood allows nothing', async () => {
  for (const wrong of ['8080', 'web', 'tcp/8080@', 'tcp/8080@10.0.0.0/99'])
    assert.deepEqual(await said(aDockerHost(), [wrong]), ['param:allowed manual'], wrong);
});

test('without Docker there is nothing to publish, and a daemon that is down is not asked', async () => {
  const facts = await readFacts(
    createMemoryHost(
      aFilteredHost({
        observations: [
          [{ type: 'processes' }, '[]'],
          [{ type: 'proc', path: 'net/route' }, ''],
        ],
      }),
    ),
    playbook.facts,
  );
  assert.equal(playbook.applies?.({ facts, params: { allowed: [] } }), 'Docker is not installed');
  assert.deepEqual(await said(aDockerHost({ ports: null }), ['tcp/8080']), ['published:others unmet']);
});

test('an image gets its files', async () => {
  const found = await assessed(aDockerHost({ type: 'image' }), ['tcp/8080']);
  assert.deepEqual(
    found.map(({ object, verdict }) => `${object} ${verdict}`),
    ['published:others unmet'],
  );
  assert.ok(found[0]?.wishes.every(({ kind }) => kind === 'entry'));
});
