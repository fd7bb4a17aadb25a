import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/accounts/docker-group-members.ts';
import { groupFormat } from '../../../../src/formats/group.ts';
import { gshadowFormat } from '../../../../src/formats/gshadow.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Observation } from '../../../../src/model/observation.ts';
import { readFacts } from '../../read-facts.ts';

const SOCKET = '[Socket]\nListenStream=/run/docker.sock\nSocketGroup=docker\n';
const SERVICE = '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n';
const processes = (...argv: string[][]): [Observation, string] => [
  { type: 'processes' },
  JSON.stringify(argv.map((each, i) => ({ pid: i + 2, uid: 0, gids: [0], argv: each }))),
];
const entries = {
  '/etc/group': 'root:x:0:\ndocker:x:998:ci\nops:x:997:eve\n',
  '/etc/gshadow': 'root:*::\ndocker:!::ci\nops:!::eve\n',
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
  '/usr/lib/systemd/system/docker.socket': SOCKET,
  '/usr/lib/systemd/system/docker.service': SERVICE,
};

async function found(written: WrittenHost) {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  const given = { facts, params: { allowed: [] } };
  if (playbook.applies?.(given) !== true) return playbook.applies?.(given);
  return playbook.assess(given).map(({ object, verdict }) => `${object} ${verdict}`);
}

test('a socket that systemd hands over has the group of docker.socket, whatever daemon.json says', async () => {
  const observations = [processes(['/usr/bin/dockerd', '-H', 'fd://'])];
  const daemon = { '/etc/docker/daemon.json': '{"group": "ops"}' };
  assert.deepEqual(await found({ entries: { ...entries, ...daemon }, observations }), ['user:ci unmet']);
});

test('a socket of dockerd has the group of its flag, of its file, or docker', async () => {
  const daemon = { ...entries, '/etc/docker/daemon.json': '{"group": "ops"}' };
  const cases: [WrittenHost, string][] = [
    [{ entries: daemon, observations: [processes(['/usr/bin/dockerd'])] }, 'user:eve unmet'],
    [{ entries, observations: [processes(['/usr/bin/dockerd', '-Gops'])] }, 'user:eve unmet'],
    [
      { entries, observations: [processes(['/usr/bin/dockerd', '--group', 'ops', '-H', 'unix:///x'])] },
      'user:eve unmet',
    ],
    [{ entries, observations: [processes(['/usr/bin/dockerd'])] }, 'user:ci unmet'],
    [{ entries, observations: [processes(['/usr/local/bin/dockerd', '--group=ops'])] }, 'user:ci unmet'],
  ];
  for (const [host, expected] of cases) assert.deepEqual(await found(host), [expected]);
});

test('what is wished for makes it met, in both files', async () => {
  const given = { type: 'image' as const, entries };
  const facts = await readFacts(createMemoryHost(given), playbook.facts);
  const wishes = playbook.assess({ facts, params: { allowed: [] } }).flatMap((each) => each.wishes);
  const after = new Map<string, string>(Object.entries(entries));
  for (const { key, part = '', desired } of wishes) {
    const format = key === '/etc/group' ? groupFormat : gshadowFormat;
    after.set(key, format.set(after.get(key) ?? '', part.slice(part.indexOf(':') + 1), desired));
  }
  assert.equal(after.get('/etc/group'), 'root:x:0:\ndocker:x:998:\nops:x:997:eve\n');
  assert.equal(after.get('/etc/gshadow'), 'root:*::\ndocker:!::\nops:!::eve\n');
  assert.deepEqual(await found({ type: 'image', entries: Object.fromEntries(after) }), ['group:docker met']);
});

test('an image is judged by its files alone', async () => {
  const flags = 'DOCKER_OPTS="--group=ops"\n';
  const service =
    '[Service]\nEnvironmentFile=-/etc/default/docker\nExecStart=/usr/sbin/dockerd $DOCKER_OPTS\n';
  const image = {
    ...entries,
    '/etc/default/docker': flags,
    '/usr/lib/systemd/system/docker.service': service,
    '/etc/nsswitch.conf': 'group: files sss\n',
  };
  assert.deepEqual(await found({ type: 'image', entries: image }), ['user:eve unmet']);
  assert.equal(await found({ type: 'image' }), 'there is no group docker on this host');
});

test('where nsswitch.conf names other sources, they are asked', async () => {
  const getent: [Observation, string] = [
    { type: 'command', argv: ['/usr/bin/getent', 'group', 'docker'] },
    'docker:x:998:ci,remote\n',
  ];
  const sss = { ...entries, '/etc/nsswitch.conf': 'group: files [SUCCESS=merge] sss # x\n' };
  assert.deepEqual(await found({ entries: sss, observations: [processes(), getent] }), [
    'user:ci unmet',
    'user:remote manual',
  ]);
  const compat = {
    ...entries,
    '/etc/group': `${entries['/etc/group']}+:::\n`,
    '/etc/nsswitch.conf': 'group: compat\n',
  };
  assert.deepEqual(await found({ entries: compat, observations: [processes(), getent] }), [
    'user:ci unmet',
    'user:remote manual',
  ]);
  assert.deepEqual(await found({ entries: sss, observations: [processes()] }), [
    'user:ci unmet',
    'group:docker unknown',
  ]);
});

test('what a directory says rests on an observation, which no plan can prove', async () => {
  const sss = { ...entries, '/etc/nsswitch.conf': 'group: files sss\n' };
  const getent: [Observation, string] = [
    { type: 'command', argv: ['/usr/bin/getent', 'group', 'docker'] },
    'docker:x:998:ci\n',
  ];
  const observations = [processes(), getent];
  const assessed = async (group: string) => {
    const host = createMemoryHost({
      entries: { ...sss, '/etc/group': group, '/etc/gshadow': '' },
      observations,
    });
    return playbook.assess({ facts: await readFacts(host, playbook.facts), params: { allowed: [] } });
  };
  for (const group of ['docker:x:998:ci\n', 'docker:x:998:\n']) {
    assert.equal((await assessed(group))[0]?.observed, true);
  }
});

test('a broken line is a refusal with path and line', async () => {
  const broken = { ...entries, '/etc/group': 'root:x:0:\nnonsense\n' };
  await assert.rejects(found({ entries: broken, observations: [processes()] }), {
    name: 'Refused',
    refusal: { code: 'malformed', args: { path: '/etc/group', line: 2, why: 'has 1 fields where 4 belong' } },
  });
});
