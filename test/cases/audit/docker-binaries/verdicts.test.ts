import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/docker-binaries.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import { readFacts } from '../../read-facts.ts';
import { withWishes } from '../../with-wishes.ts';

const AUDIT = { '/usr/sbin/auditctl': 'x', '/etc/audit/rules.d': { directory: true } } as const;
const DOCKER = { '/usr/bin/docker': 'x' } as const;
const OURS = '-w /usr/bin/docker -p wxa -k docker -k holdfast-docker-binaries';
const FILE = '/etc/audit/rules.d/50-holdfast-docker-bin.rules';
const PART = 'audit:-a always,exit -F path=/usr/bin/docker -F perm=wxa -k docker -k holdfast-docker-binaries';

interface Given {
  readonly rules?: string;
  readonly loaded?: readonly string[];
  readonly enabled?: number;
  readonly failure?: number;
  readonly entries?: NonNullable<WrittenHost['entries']>;
}

function host({ rules, loaded, enabled = 1, failure = 1, entries }: Given = {}): WrittenHost {
  return {
    entries: {
      ...AUDIT,
      ...DOCKER,
      ...(rules === undefined ? {} : { '/etc/audit/rules.d/10-a.rules': rules }),
      ...entries,
    },
    live: { 'audit-rule': loaded ?? [] },
    observations: [
      [{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, `enabled ${enabled}\nfailure ${failure}\n`],
    ],
  };
}

async function assess(written: WrittenHost, runtime = 'wxa') {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  return playbook.assess({ facts, params: { runtime } });
}

test('nothing there: a line, its mode, and the loaded rule; then it is met', async () => {
  const [found, ...others] = await assess(host());
  assert.equal(others.length, 0);
  assert.equal(found?.object, 'file:/usr/bin/docker');
  assert.equal(found?.verdict, 'unmet');
  assert.deepEqual(found?.wishes, [
    { kind: 'entry', key: FILE, part: PART, desired: true },
    { kind: 'entry', key: FILE, part: 'mode', desired: 0o640 },
    { kind: 'audit-rule', key: OURS, desired: true },
  ]);
  const after = await assess(withWishes(host(), await assess(host())));
  assert.deepEqual(
    after.map(({ verdict }) => verdict),
    ['met'],
  );
});

test('a rule by another hand counts if it records as much', async () => {
  const both = (...rules: string[]) => host({ rules: `${rules.join('\n')}\n`, loaded: rules });
  const table = [
    ['met', both('-w /usr/bin/docker -p rwxa -k theirs')],
    ['met', both('-w /usr/bin -p wxa')],
    ['met', both('-a always,exit -F path=/usr/bin/docker -F key=theirs')],
    [
      'met',
      both(
        '-a always,exit -F arch=b64 -F path=/usr/bin/docker -F perm=wxa',
        '-a always,exit -F arch=b32 -F path=/usr/bin/docker -F perm=wxa',
      ),
    ],
    ['unmet', both('-a always,exit -F arch=b64 -F path=/usr/bin/docker -F perm=wxa')],
    ['unmet', both('-w /usr/bin/docker -p x -k docker')],
    ['unmet', both('-w /usr/bin/docker-compose -p wxa -k docker')],
    ['unmet', both('-w /usr -p wxa')],
    ['unmet', both('-a always,exit -F path=/usr/bin/docker -F perm=wxa -F auid>=1000 -k docker')],
    ['unmet', both('-a always,exit -S execve -F path=/usr/bin/docker -F perm=wxa -k docker')],
    ['unmet', both('-a never,exit -F path=/usr/bin/docker-x -F perm=wxa')],
  ] as const;
  for (const [verdict, written] of table) {
    const [found] = await assess(written);
    assert.equal(found?.verdict, verdict, JSON.stringify(written.live));
  }
});

test('only one half is there: only the other is wished for', async () => {
  const [file] = await assess(host({ rules: '-w /usr/bin/docker -p rwxa -k theirs\n' }));
  assert.deepEqual(file?.wishes, [
    { kind: 'audit-rule', key: '-w /usr/bin/docker -p rwxa -k theirs', desired: true },
  ]);
  const [loaded] = await assess(host({ loaded: ['-w /usr/bin/docker -p rwxa -k theirs'] }));
  assert.deepEqual(
    loaded?.wishes.map(({ kind }) => kind),
    ['entry', 'entry'],
  );
});

test('locked rules: the file is written, the rest waits for the reboot', async () => {
  const [before] = await assess(host({ enabled: 2 }));
  assert.deepEqual(
    before?.wishes.map(({ kind }) => kind),
    ['entry', 'entry'],
  );
  const [after] = await assess(withWishes(host({ enabled: 2 }), await assess(host({ enabled: 2 }))));
  assert.deepEqual([after?.verdict, after?.pending], ['pending', 'reboot']);
});

test('what only a person can decide', async () => {
  const table: readonly [Given, RegExp][] = [
    [{ rules: '-f 2\n' }, /"-f 1" in \/etc\/audit\/rules\.d\/10-a\.rules, line 1/],
    [{ failure: 2 }, /auditctl -f 1/],
    [{ rules: '-w /none/x -p wa\n' }, /correct \/etc\/audit\/rules\.d\/10-a\.rules, line 1/],
    [{ rules: '-w /usr/bin/x -p wa' }, /end \/etc\/audit\/rules\.d\/10-a\.rules with a newline/],
    [{ rules: `-a never,task\n${OURS}\n`, loaded: [OURS] }, /remove "-a never,task" from .*, line 1/],
  ];
  for (const [given, step] of table) {
    const [found] = await assess(host(given));
    assert.equal(found?.verdict, 'manual', JSON.stringify(given));
    assert.deepEqual(found?.wishes, []);
    assert.match(found?.steps?.[0] ?? '', step);
  }
});

test('trouble after our file does not matter, and -f 2 does not where all is recorded already', async () => {
  const late = { '/etc/audit/rules.d/60-b.rules': '-w /none/x -p wa' };
  assert.equal((await assess(host({ entries: late })))[0]?.verdict, 'unmet');
  assert.equal((await assess(host({ rules: `-f 2\n${OURS}\n`, loaded: [OURS] })))[0]?.verdict, 'met');
});

test('without auditctl it says what to install; in an image only files count', async () => {
  const [bare] = await assess({ entries: DOCKER });
  assert.equal(bare?.verdict, 'manual');
  assert.match(bare?.steps?.[0] ?? '', /auditd/);
  const image: WrittenHost = { type: 'image', entries: { ...AUDIT, ...DOCKER } };
  const [found] = await assess(image);
  assert.deepEqual(
    found?.wishes.map(({ kind }) => kind),
    ['entry', 'entry'],
  );
  assert.equal((await assess(withWishes(image, await assess(image))))[0]?.verdict, 'met');
});

test('without rules.d the one file is used', async () => {
  const written = {
    ...host(),
    entries: { '/usr/sbin/auditctl': 'x', '/etc/audit/audit.rules': '-D\n', ...DOCKER },
  };
  const [found] = await assess(written);
  assert.deepEqual(found?.wishes[0], {
    kind: 'entry',
    key: '/etc/audit/audit.rules',
    part: PART,
    desired: true,
  });
  assert.equal((await assess(withWishes(written, await assess(written))))[0]?.verdict, 'met');
});

test('what starts containers can be left to writes', async () => {
  const written = host({ entries: { '/usr/sbin/runc': 'x' } });
  const statements = (await assess(written, 'wa')).map(({ statement }) => statement.slice(0, 40));
  assert.deepEqual(statements, [
    'accesses (wxa) to /usr/bin/docker are re',
    'accesses (wa) to /usr/sbin/runc are reco',
  ]);
});

test('no Docker, no requirement', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image', entries: AUDIT }), playbook.facts);
  assert.equal(playbook.applies?.({ facts, params: { runtime: 'wxa' } }), 'Docker is not installed');
});
