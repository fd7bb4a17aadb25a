import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { planTheRest } from '../../../src/engine/plan-the-rest.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { definePlaybook } from '../../../src/kit/define-playbook.ts';
import type { Objection } from '../../../src/model/plan.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import type { Refusal } from '../../../src/model/refusal.ts';
import { selectionOf } from './lab/level.ts';

/** Wishes for a file of its own, and for one that it shares with others. */
const writes = (id: string, ...files: readonly (readonly [path: `/${string}`, part: string, to: string])[]) =>
  definePlaybook({
    id,
    title: 'The files are right',
    severity: 'low',
    profiles: ['baseline'],
    why: 'For tests.',
    mayBreak: [],
    references: {},
    facts: {},
    assess: () => [
      {
        object: 'files',
        verdict: 'unmet',
        statement: 'the files are right',
        evidence: [],
        observed: true,
        wishes: files.map(([key, part, desired]) => ({ kind: 'entry', key, part, desired })),
      },
    ],
  });
const free = writes('test/free', ['/etc/free', 'text', 'right\n']);
const frozen = writes('test/frozen', ['/etc/frozen', 'text', 'right\n'], ['/etc/other', 'text', 'right\n']);
const differs = writes('test/differs', ['/etc/free', 'text', 'another\n']);

const host = createMemoryHost({
  type: 'image',
  entries: { '/etc/free': 'wrong\n', '/etc/frozen': { content: 'wrong\n', flags: 'i' }, '/etc/other': '' },
});
const rest = (
  playbooks: readonly Playbook[],
  more: (ids: readonly string[]) => readonly Objection[] = () => [],
) =>
  planTheRest(
    selectionOf(playbooks),
    (selection) => makePlan(host, selection, 'test'),
    ({ plan, objections }) => [...objections, ...more(plan.inputs.ids)],
  );
const seen = async (planned: ReturnType<typeof rest>) => {
  const { made, selection, leftOut } = await planned;
  return {
    keys: made.plan.changes.map(({ key }) => key),
    ids: selection.playbooks.map(({ id }) => id),
    refused: made.plan.refusals.map(({ code }) => code),
    leftOut: leftOut.map(({ playbook, refusals }) => [playbook, ...refusals.map(({ code }) => code)]),
  };
};
const GUARD: Refusal = {
  code: 'guard',
  args: { guard: 'g', playbook: 'test/free', object: 'o', why: 'w', lift: 'l' },
};

test('a playbook that is refused is left out with all it wants, and the others are planned', async () => {
  assert.deepEqual(await seen(rest([frozen, free])), {
    keys: ['/etc/free'],
    ids: ['test/free'],
    refused: [],
    leftOut: [['test/frozen', 'immutable']],
  });
});

test('what is refused only once others are left out is left out, too', async () => {
  const onceAlone = (ids: readonly string[]) =>
    ids.includes('test/frozen') ? [] : [{ refusal: GUARD, playbooks: ['test/free'] }];
  const other = writes('test/third', ['/etc/third', 'text', 'right\n']);
  assert.deepEqual(await seen(rest([frozen, free, other], onceAlone)), {
    keys: ['/etc/third'],
    ids: ['test/third'],
    refused: [],
    leftOut: [
      ['test/frozen', 'immutable'],
      ['test/free', 'guard'],
    ],
  });
});

test('where nothing would be left it is the whole plan, with all its refusals', async () => {
  const { leftOut, ids, refused } = await seen(rest([frozen, free, differs]));
  assert.deepEqual([leftOut, ids], [[], ['test/frozen', 'test/free', 'test/differs']]);
  assert.deepEqual(refused.toSorted(), ['immutable', 'wishes-differ']);
});

test("what is nobody's fault refuses the rest", async () => {
  const { made, leftOut } = await rest([free], () => [{ refusal: GUARD, playbooks: [] }]);
  assert.deepEqual([made.plan.changes.length, leftOut], [1, []]);
});
