import assert from 'node:assert/strict';
import { test } from 'node:test';
import dockerGroupMembers from '../../../playbooks/accounts/docker-group-members.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { definePlaybook } from '../../../src/kit/define-playbook.ts';
import { createWatchedHost } from '../../laws/lab/watched-host.ts';
import { level, selectionOf } from './lab/level.ts';

const ENTRIES = { '/etc/level': { content: '3\n', mode: 0o640, mtime: '7' } };

async function planOf(selection: Selection, written: WrittenHost = { type: 'image', entries: ENTRIES }) {
  return (await makePlan(createMemoryHost(written), selection, 'test')).plan;
}

test('planning writes nothing', async () => {
  const writes: string[] = [];
  const host = createWatchedHost({ type: 'image', entries: ENTRIES }, (what) => void writes.push(what));
  const { plan } = await makePlan(host, selectionOf([level]), 'test');
  assert.deepEqual([plan.changes.length, plan.effects.length, writes], [1, 1, []]);
});

test('a parameter that is 0 is a value', async () => {
  const plan = await planOf(selectionOf([level], { params: { 'test/level': { level: 0 } } }));
  assert.deepEqual(
    plan.changes[0]?.parts.map(({ after }) => after),
    ['0\n'],
  );
  assert.equal(plan.expected[0]?.verdict, 'met');
});

test('two different wishes for one part are refused with both names', async () => {
  const other = definePlaybook({ ...level, id: 'test/other' });
  const plan = await planOf(selectionOf([level, other], { params: { 'test/other': { level: 5 } } }));
  assert.deepEqual(plan.changes, []);
  assert.deepEqual(plan.refusals, [
    {
      code: 'wishes-differ',
      args: { kind: 'entry', key: '/etc/level', part: 'text', playbooks: 'test/level, test/other' },
    },
  ]);
});

test('two equal wishes are one change that answers both', async () => {
  const plan = await planOf(selectionOf([level, definePlaybook({ ...level, id: 'test/other' })]));
  assert.deepEqual(
    plan.changes.map(({ parts }) => parts.map(({ playbook }) => playbook)),
    [['test/level', 'test/other']],
  );
});

test('a fix that does not fix is the fault of its playbook', async () => {
  const broken = definePlaybook({
    ...level,
    assess: (given) => level.assess(given).map((each) => ({ ...each, verdict: 'unmet' as const })),
  });
  const { refusals } = await planOf(selectionOf([broken]));
  assert.deepEqual(refusals, [
    { code: 'fix-not-effective', args: { playbook: 'test/level', object: 'file:/etc/level' } },
  ]);
});

test('what is waived is left alone', async () => {
  const about = { name: 'w', playbook: 'test/level', object: 'file:/etc/level', reason: 'r', owner: 'o' };
  const plan = await planOf(selectionOf([level], { waivers: [{ ...about, until: '2026-12-31' }] }));
  assert.deepEqual(plan.changes, []);
  assert.deepEqual([plan.findings[0]?.verdict, plan.findings[0]?.trueVerdict], ['waived', 'unmet']);
});

test('what the host would refuse is refused while planning', async () => {
  const entries = { '/etc/level': { ...ENTRIES['/etc/level'], flags: 'i' } };
  const { refusals } = await planOf(selectionOf([level]), { type: 'image', entries });
  assert.deepEqual(refusals, [{ code: 'immutable', args: { path: '/etc/level', flag: 'i' } }]);
});

test('the guards see the end state', async () => {
  const host: WrittenHost = {
    entries: {
      '/etc/group': 'root:x:0:\ndocker:x:998:ops\n',
      '/etc/gshadow': 'root:*::\ndocker:!::ops\n',
      '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nops:x:1000:1000::/home/ops:/bin/sh\n',
      '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd\n',
    },
    observations: [
      [{ type: 'processes' }, '[]'],
      [{ type: 'invoker' }, '{"uid":1000}'],
    ],
  };
  const { refusals } = await planOf(selectionOf([dockerGroupMembers]), host);
  assert.deepEqual(
    refusals.map(({ code }) => code),
    ['guard'],
  );
  const allowed = await planOf(selectionOf([dockerGroupMembers], { allow: ['remove-invoking-user'] }), host);
  assert.deepEqual(allowed.refusals, []);
});

test('the digest is of the host as it was read', async () => {
  const digests = await Promise.all(
    ['3\n', '3\n', '4\n'].map(async (content) => {
      const entries = { '/etc/level': { ...ENTRIES['/etc/level'], content } };
      return (await planOf(selectionOf([level]), { type: 'image', entries })).digest;
    }),
  );
  assert.equal(digests[0], digests[1]);
  assert.notEqual(digests[0], digests[2]);
});
