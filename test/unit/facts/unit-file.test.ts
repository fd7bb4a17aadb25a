import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unitEnvironment } from '../../../src/facts/unit-environment.ts';
import { unitFile } from '../../../src/facts/unit-file.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

async function unit(entries: NonNullable<WrittenHost['entries']>, name = 'docker.service') {
  return (await readFacts(createMemoryHost({ entries }), { unit: unitFile(name) })).unit;
}

test('the highest directory wins, drop-ins of all levels are merged by name', async () => {
  const docker = await unit({
    '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd -H fd://\nType=notify\n',
    '/usr/lib/systemd/system/docker.service.d/10-a.conf': '[Service]\nEnvironment=A=hidden\n',
    '/etc/systemd/system/docker.service.d/10-a.conf': '[Service]\nEnvironment=A=1\n',
    '/run/systemd/system/docker.service.d/20-b.conf': '[Service]\nExecStart=\nExecStart=/usr/bin/dockerd\n',
    '/etc/systemd/system/docker.service.d/notes.txt': '[Service]\nType=simple\n',
    '/etc/systemd/system/docker.service.d/30-off.conf': { link: '/dev/null' },
    '/usr/lib/systemd/system/docker.service.d/30-off.conf': '[Service]\nType=simple\n',
    '/etc/systemd/system/service.d/90-all.conf': '[Service]\nRestart=no\n',
  });
  const run = '/run/systemd/system/docker.service.d/20-b.conf';
  assert.deepEqual(docker?.values('Service', 'ExecStart'), [
    { value: '/usr/bin/dockerd', source: run, line: 3 },
  ]);
  assert.deepEqual(
    docker?.values('Service', 'Environment').map(({ value }) => value),
    ['A=1'],
  );
  assert.deepEqual(
    docker?.values('Service', 'Type').map(({ value }) => value),
    ['notify'],
  );
  assert.deepEqual(
    docker?.values('Service', 'Restart').map(({ line }) => line),
    [2],
  );
  assert.deepEqual(docker?.values('Unit', 'After'), []);
});

test('masked, aliased, missing', async () => {
  const file = '[Service]\nExecStart=/x\n';
  const vendor = { '/usr/lib/systemd/system/docker.service': file } as const;
  assert.equal(
    (await unit({ ...vendor, '/etc/systemd/system/docker.service': { link: '/dev/null' } }))?.masked,
    true,
  );
  assert.equal((await unit({ ...vendor, '/etc/systemd/system/docker.service': '' }))?.masked, true);
  assert.equal(
    (await unit({ ...vendor, '/etc/systemd/system/docker.service': { link: '/gone' } }))?.masked,
    false,
  );
  assert.equal(await unit({}), null);
  const alias = await unit({
    '/etc/systemd/system/docker.service': { link: '/usr/lib/systemd/system/moby.service' },
    '/usr/lib/systemd/system/moby.service': file,
    '/etc/systemd/system/moby.service.d/a.conf': '[Service]\nExecStart=\nExecStart=/y\n',
  });
  assert.deepEqual(
    alias?.values('Service', 'ExecStart').map(({ value }) => value),
    ['/y'],
  );
});

test('an instance has the file of its template and drop-ins of both', async () => {
  const instance = await unit(
    {
      '/usr/lib/systemd/system/a-b@.service': '[Service]\nX=1\n',
      '/etc/systemd/system/a-b@.service.d/1.conf': '[Service]\nX=2\n',
      '/etc/systemd/system/a-b@i.service.d/2.conf': '[Service]\nX=3\n',
      '/etc/systemd/system/a-.service.d/3.conf': '[Service]\nX=4\n',
    },
    'a-b@i.service',
  );
  assert.deepEqual(
    instance?.values('Service', 'X').map(({ value }) => value),
    ['1', '2', '3', '4'],
  );
});

test('a broken unit file is a refusal with path and line', async () => {
  await assert.rejects(
    unit({ '/etc/systemd/system/docker.service': '[Unit]\n[Service\n' }),
    (error) =>
      error instanceof Refused &&
      error.refusal.code === 'malformed' &&
      error.refusal.args.path === '/etc/systemd/system/docker.service' &&
      error.refusal.args.line === 2,
  );
});

test('variables: files win over Environment=, a missing file with a dash is passed over', async () => {
  const host = createMemoryHost({
    entries: {
      '/usr/lib/systemd/system/docker.service':
        '[Service]\nEnvironment="A=1 x" B=2\nEnvironmentFile=-/etc/default/docker\nEnvironmentFile=-/none\n',
      '/etc/default/docker': '# c\nDOCKER_OPTS="--icc=false"\nB=3\n',
    },
  });
  const { environment } = await readFacts(host, { environment: unitEnvironment('docker.service') });
  assert.deepEqual(environment, { A: '1 x', B: '3', DOCKER_OPTS: '--icc=false' });
});
