import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditRules } from '../../../src/facts/audit-rules.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

const TREE = { '/usr/bin/docker': 'x', '/etc/docker/daemon.json': '{}', '/run/containerd/s': '' } as const;

async function read(entries: NonNullable<WrittenHost['entries']>, more: WrittenHost = {}) {
  const host = createMemoryHost({ type: 'image', ...more, entries: { ...TREE, ...entries } });
  return (await readFacts(host, { rules: auditRules })).rules;
}

async function loading(entries: NonNullable<WrittenHost['entries']>) {
  const { configured } = await read(entries);
  return configured.map(({ canonical, source, line, fails }) => [
    canonical,
    `${source.replace(/.*\//, '')}:${line}`,
    fails,
  ]);
}

test('files in natural order, the last of each once-only option, -e at the end', async () => {
  const entries = {
    '/etc/audit/rules.d/100-c.rules': '-w /usr/bin/docker -p r\n-f 1\n',
    '/etc/audit/rules.d/9-a.rules': '-e 2\n-w /usr/bin/docker -p x\n-f 2\n-D\n',
    '/etc/audit/rules.d/20-b.rules': '-w /usr/bin/docker -p w\n',
    '/etc/audit/rules.d/notes.txt': 'nonsense\n',
    '/etc/audit/audit.rules': 'nonsense\n',
  };
  assert.deepEqual(await loading(entries), [
    ['-w /usr/bin/docker -p x', '9-a.rules:2', null],
    ['-w /usr/bin/docker -p w', '20-b.rules:1', null],
    ['-w /usr/bin/docker -p r', '100-c.rules:1', null],
  ]);
  assert.deepEqual((await read(entries)).failureMode, {
    value: '1',
    source: '/etc/audit/rules.d/100-c.rules',
    line: 2,
  });
});

test('without rules.d audit.rules counts, line by line', async () => {
  const rules = '-w /usr/bin/docker -p x\n-D\n-w /usr/bin/docker -p w\n-e 2\n-w /usr/bin/docker -p r\n';
  assert.deepEqual(await loading({ '/etc/audit/audit.rules': rules }), [
    ['-w /usr/bin/docker -p x', 'audit.rules:1', 'deleted at /etc/audit/audit.rules:2'],
    ['-w /usr/bin/docker -p w', 'audit.rules:3', null],
    ['-w /usr/bin/docker -p r', 'audit.rules:5', 'the rules are locked by then'],
  ]);
});

test('loading stops at the first rule that fails, unless told to go on', async () => {
  const bad = {
    'a missing parent': ['-w /none/docker -p x', '/none does not exist'],
    'a missing directory': ['-a always,exit -F dir=/etc/none -F perm=wa', '/etc/none does not exist'],
    'what a service makes': [
      '-w /run/containerd/s -p wa',
      '/run/containerd does not exist yet when rules are loaded',
    ],
    'the same twice': ['-a always,exit -F path=/usr/bin/docker -F perm=x', 'the rule exists already'],
    'deleting what is not there': ['-W /usr/bin/docker -p r', 'there is no such rule to delete'],
  };
  for (const [what, [rule, why]] of Object.entries(bad)) {
    const text = `-w /usr/bin/docker -p x\n${rule}\n-w /usr/bin/docker -p w\n`;
    const fails = (await loading({ '/etc/audit/rules.d/a.rules': text })).map((each) => each[2]);
    assert.deepEqual(fails, [null, why, 'loading stops at /etc/audit/rules.d/a.rules:2'], what);
    const goingOn = (await loading({ '/etc/audit/rules.d/a.rules': `-c\n${text}` })).map((each) => each[2]);
    assert.deepEqual(goingOn, [null, why, null], what);
  }
});

test('what loads: a missing file in a directory that is there, a socket right below /run', async () => {
  const text =
    '-w /usr/bin/gone -p x\n-w /run/docker.sock -p wa\n-a always,exit -F dir=/etc/docker -F perm=wa\n';
  const fails = (await loading({ '/etc/audit/rules.d/a.rules': text })).map((each) => each[2]);
  assert.deepEqual(fails, [null, null, null]);
});

test('a file without a final newline runs into the next', async () => {
  const entries = {
    '/etc/audit/rules.d/1.rules': '-w /usr/bin/docker -p x',
    '/etc/audit/rules.d/2.rules': ' -k joined\n-w /usr/bin/docker -p w\n',
  };
  assert.deepEqual(
    (await loading(entries)).map(([rule, place]) => [rule, place]),
    [
      ['-w /usr/bin/docker -p x -k joined', '1.rules:1'],
      ['-w /usr/bin/docker -p w', '2.rules:2'],
    ],
  );
  assert.deepEqual((await read(entries)).unterminated, ['/etc/audit/rules.d/1.rules']);
});

test('links in parents are followed', async () => {
  const { configured } = await read({
    '/bin': { link: 'usr/bin' },
    '/etc/audit/rules.d/a.rules': '-w /bin/docker -p x\n',
  });
  assert.equal(configured[0]?.target?.path, '/usr/bin/docker');
});

test('a malformed line is a refusal with its own file and line', async () => {
  const entries = {
    '/etc/audit/rules.d/1.rules': '# a\n-D\n',
    '/etc/audit/rules.d/2.rules': '# b\n-w relative -p x\n',
  };
  await assert.rejects(
    read(entries),
    (error) =>
      error instanceof Refused &&
      error.refusal.code === 'malformed' &&
      error.refusal.args.path === '/etc/audit/rules.d/2.rules' &&
      error.refusal.args.line === 2,
  );
});

test('loaded rules and status only where auditctl runs', async () => {
  const image = await read({ '/usr/sbin/auditctl': 'x' });
  assert.deepEqual([image.auditctl, image.loaded, image.status], ['/usr/sbin/auditctl', null, null]);
  const bare = await read({}, { type: 'live' });
  assert.deepEqual([bare.auditctl, bare.loaded, bare.status], [null, null, null]);
  const live = await read(
    { '/usr/sbin/auditctl': 'x' },
    {
      type: 'live',
      live: { 'audit-rule': ['-w /usr/bin/docker -p x -k k', 'f12=3'] },
      observations: [
        [{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, 'enabled 2\nfailure 1\npid 0\n'],
      ],
    },
  );
  assert.deepEqual(
    live.loaded?.map(({ canonical }) => canonical),
    ['-w /usr/bin/docker -p x -k k'],
  );
  assert.deepEqual(live.status, { enabled: 2, failure: 1, pid: 0 });
});
