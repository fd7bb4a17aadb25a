import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dockerDaemon, dockerOption } from '../../../src/facts/docker-daemon.ts';
import { dockerData } from '../../../src/facts/docker-data.ts';
import { dockerGroup } from '../../../src/facts/docker-group.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Fact, Use } from '../../../src/model/playbook.ts';

const use =
  (written: WrittenHost): Use =>
  <T>(fact: Fact<T>): Promise<T> =>
    fact.read(createMemoryHost(written), use(written));

const SERVICE = '/usr/lib/systemd/system/docker.service';
const SOCKET = '/usr/lib/systemd/system/docker.socket';
const image = (entries: NonNullable<WrittenHost['entries']>) => use({ type: 'image', entries });
const running = (...argv: readonly string[][]): NonNullable<WrittenHost['observations']> => [
  [
    { type: 'processes' },
    JSON.stringify(argv.map((each, i) => ({ pid: i + 7, uid: 0, gids: [0], argv: each }))),
  ],
];

test('what decides the group is told with its place', async () => {
  const json = await image({ '/etc/docker/daemon.json': '{\n  "debug": true,\n  "group": "ops"\n}' })(
    dockerGroup,
  );
  assert.deepEqual(json, [
    {
      name: 'ops',
      evidence: { source: '/etc/docker/daemon.json', line: 3, says: '"group": "ops"', wins: true },
    },
  ]);
  const unit = await image({
    [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n',
    [SOCKET]: '[Socket]\nSocketGroup=docker\n',
    '/etc/systemd/system/docker.socket.d/a.conf': '[Socket]\nSocketGroup=ops\n',
  })(dockerGroup);
  assert.deepEqual(unit, [
    {
      name: 'ops',
      evidence: {
        source: '/etc/systemd/system/docker.socket.d/a.conf',
        line: 2,
        says: 'SocketGroup=ops',
        wins: true,
      },
    },
  ]);
  assert.deepEqual(
    (await image({})(dockerGroup)).map(({ name }) => name),
    ['docker'],
  );
});

test("a socket from systemd and one of its own are two groups; without SocketGroup it is root's", async () => {
  const both = {
    [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd -H fd:// -H unix:///run/other.sock -G ops\n',
    [SOCKET]: '[Socket]\nListenStream=/run/docker.sock\n',
  };
  assert.deepEqual(
    (await image(both)(dockerGroup)).map(({ name }) => name),
    ['root', 'ops'],
  );
  const file = {
    ...both,
    [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd\n',
    '/etc/docker/daemon.json': '{"hosts": ["fd://"]}',
  };
  assert.deepEqual(
    (await image(file)(dockerGroup)).map(({ name }) => name),
    ['root'],
  );
});

test("the running daemon's flags are the truth, a container's daemon is not the host's", async () => {
  const entries = { [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd --data-root=/configured\n' };
  const roots = async (written: WrittenHost) =>
    dockerOption(await use(written)(dockerDaemon), ['--data-root'], 'data-root').map(({ value }) => value);
  const host = ['/usr/bin/dockerd', '--data-root', '/running'];
  const inner = ['/usr/local/bin/dockerd', '--data-root=/inner'];
  assert.deepEqual(await roots({ entries, observations: running(inner, host) }), ['/running']);
  assert.deepEqual(await roots({ entries, observations: running(inner) }), ['/configured']);
  assert.deepEqual(await roots({ observations: running(inner) }), ['/inner']);
});

test('another configuration file is read where a flag names it', async () => {
  const read = image({
    [SERVICE]: '[Service]\nExecStart=/usr/bin/dockerd --config-file=/etc/d.json\n',
    '/etc/d.json': '{"data-root": "/srv/d/"}',
    '/etc/docker/daemon.json': '{"data-root": "/no"}',
  });
  assert.deepEqual(
    (await read(dockerData)).map(({ path }) => path),
    ['/srv/d'],
  );
});

test('a broken daemon.json is refused with path and line', async () => {
  await assert.rejects(image({ '/etc/docker/daemon.json': '{\n"icc": false,\n}' })(dockerGroup), {
    refusal: {
      code: 'malformed',
      args: { path: '/etc/docker/daemon.json', line: 3, why: 'a comma before the end is not JSON' },
    },
  });
});
