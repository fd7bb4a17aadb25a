import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/audit/rules-immutable.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Playbook } from '../../../../src/model/playbook.ts';
import { unattendedRefusal } from '../../../../src/policy/unattended-refusal.ts';
import { readFacts } from '../../read-facts.ts';

const FILE = '/etc/audit/rules.d/99-holdfast-finalize.rules';

interface Given {
  readonly files?: { readonly [name: string]: string };
  readonly enabled?: number;
  readonly failure?: number;
  readonly active?: 'active' | 'inactive' | 'failed';
  readonly type?: 'image';
}

function host({ files = {}, enabled = 1, failure = 1, active = 'active', type }: Given = {}): WrittenHost {
  const rules = Object.entries(files).map(([name, text]) => [`/etc/audit/rules.d/${name}`, text]);
  return {
    type: type ?? 'live',
    entries: {
      '/usr/sbin/auditctl': 'x',
      '/etc/audit/rules.d': { directory: true },
      ...Object.fromEntries(rules),
    },
    live: { unit: { 'auditd.service': { active } } },
    observations: [
      [{ type: 'command', argv: ['/usr/sbin/auditctl', '-s'] }, `enabled ${enabled}\nfailure ${failure}\n`],
    ],
  };
}

async function assess(written: WrittenHost, lock = true) {
  const facts = await readFacts(createMemoryHost(written), playbook.facts);
  const [found] = playbook.assess({ facts, params: { lock } });
  assert.ok(found);
  return found;
}

const planOf = (written: WrittenHost) =>
  makePlan(
    createMemoryHost(written),
    {
      playbooks: [playbook as unknown as Playbook],
      profile: 'strict',
      params: { [playbook.id]: { lock: true } },
      waivers: [],
      allow: [],
      today: '2026-11-22',
    },
    'test',
  );

test('off by default: a person decides', async () => {
  const found = await assess(host(), false);
  assert.deepEqual([found.verdict, found.wishes], ['manual', []]);
  assert.match(found.steps?.[1] ?? '', /lock = true in \[audit\/rules-immutable\]/);
});

test('wanted: the file and nothing live; it bites at the next boot, and then it is met', async () => {
  const found = await assess(host());
  assert.deepEqual(
    found.wishes.map(({ kind, key, desired }) => [kind, key, desired]),
    [['entry', FILE, { text: '-e 2\n', mode: 0o640 }]],
  );
  const files = { '99-holdfast-finalize.rules': '-e 2\n' };
  const waiting = await assess(host({ files }));
  assert.deepEqual([waiting.verdict, waiting.pending], ['pending', 'reboot']);
  assert.equal((await assess(host({ files, enabled: 2 }))).verdict, 'met');
  assert.equal((await assess(host({ files, enabled: 2 }), false)).verdict, 'met');
});

test('locked now and not after a reboot, and the other way round', async () => {
  assert.equal((await assess(host({ enabled: 2 }))).verdict, 'unmet');
  assert.equal((await assess(host({ files: { '10-a.rules': '-e 2\n' } }), false)).verdict, 'pending');
});

test('the last -e of all files wins', async () => {
  const earlier = { '10-a.rules': '-e 2\n', '20-b.rules': '-e 1\n' };
  assert.equal((await assess(host({ files: earlier }))).verdict, 'unmet');
  const byAnotherHand = {
    '10-a.rules': '-e 1\n',
    '9-b.rules': '-e 0\n',
    '100-c.rules': '-e 2\n-w /etc -p wa\n',
  };
  assert.equal((await assess(host({ files: byAnotherHand, enabled: 2 }))).verdict, 'met');
  const later = await assess(host({ files: { 'audit.rules': '-D\n-e 1\n' } }));
  assert.equal(later.verdict, 'manual');
  assert.match(later.steps?.[0] ?? '', /take "-e 1" out of \/etc\/audit\/rules\.d\/audit\.rules, line 2/);
});

test('a rule that fails keeps the lock, which comes last, from being reached', async () => {
  const broken = { '10-a.rules': '-w /none/x -p wa\n', '99-z.rules': '-e 2\n' };
  const found = await assess(host({ files: broken }));
  assert.equal(found.verdict, 'manual');
  assert.match(found.steps?.[0] ?? '', /correct \/etc\/audit\/rules\.d\/10-a\.rules, line 1/);
  const late = await assess(host({ files: { 'zz.rules': '-w /none/x -p wa\n' } }));
  assert.match(late.steps?.[0] ?? '', /correct \/etc\/audit\/rules\.d\/zz\.rules, line 1/);
});

test('a file without a newline before it, a host that panics, rules in one file', async () => {
  const cut = await assess(host({ files: { '10-a.rules': '-w /etc -p wa' } }));
  assert.match(cut.steps?.[0] ?? '', /end \/etc\/audit\/rules\.d\/10-a\.rules with a newline/);
  const panics = await assess(host({ files: { '10-a.rules': '-f 2\n' } }));
  assert.match(panics.steps?.[0] ?? '', /set "-f 1"/);
  const entries = { '/usr/sbin/auditctl': 'x', '/etc/audit/audit.rules': '-D\n' };
  assert.match(
    (await assess({ ...host(), entries })).steps?.[0] ?? '',
    /at the end of \/etc\/audit\/audit\.rules/,
  );
});

test('in one file a lock is not taken back by what follows it', async () => {
  const entries = { '/usr/sbin/auditctl': 'x', '/etc/audit/audit.rules': '-D\n-e 2\n-e 1\n' };
  assert.equal((await assess({ ...host({ enabled: 2 }), entries })).verdict, 'met');
});

test('where auditd does not run, its next start would lock the rules at once', async () => {
  for (const active of ['inactive', 'failed'] as const) {
    const found = await assess(host({ active }));
    assert.deepEqual([found.verdict, found.wishes], ['manual', []]);
    assert.match(found.steps?.[0] ?? '', /start auditd first/);
  }
});

test('one way: nobody being asked, only a policy that allows it does it', async () => {
  const { plan } = await planOf(host());
  assert.deepEqual(
    plan.changes.map(({ key, undo }) => [key, undo]),
    [[FILE, 'one-way']],
  );
  const refusal = unattendedRefusal(plan, []);
  assert.equal(refusal?.code, 'not-allowed');
  assert.match(JSON.stringify(refusal), /"allow":"one-way"/);
  assert.equal(unattendedRefusal(plan, ['one-way']), null);
  assert.deepEqual(plan.refusals, []);
  assert.deepEqual(
    plan.expected.map(({ verdict, pending }) => [verdict, pending]),
    [['pending', 'reboot']],
  );
});

test('in an image nothing is locked yet: the file is written, exactly undoable', async () => {
  const image = host({ type: 'image' });
  const { plan } = await planOf(image);
  assert.deepEqual(
    plan.changes.map(({ key, undo }) => [key, undo]),
    [[FILE, 'exact']],
  );
  assert.deepEqual(
    plan.expected.map(({ verdict }) => verdict),
    ['met'],
  );
});

test('no audit daemon, no rules to lock', async () => {
  const facts = await readFacts(createMemoryHost({ type: 'image' }), playbook.facts);
  assert.match(String(playbook.applies?.({ facts, params: { lock: true } })), /not installed/);
});
