import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paramScreen } from '../../../src/cli/guide/param-screen.ts';
import type { Json } from '../../../src/model/json.ts';
import type { Param } from '../../../src/model/playbook.ts';
import { playbook } from '../report/samples.ts';

const NAMES: Param = { type: 'names', describe: 'who', default: [] };
const ask = (param: Param, now: Json, choices: readonly string[] | null = null) =>
  paramScreen({ playbook: { ...playbook, params: { p: param } }, name: 'p', now, choices }).question;
const set = (value: Json) => ({ do: 'set', param: 'p', value });

test('names of the host are a checklist; what is set and not there can be taken off', () => {
  const asked = ask(NAMES, ['gone', 'ci'], ['ci', 'op', 'no good', 'a,b']);
  assert.ok(asked.type === 'check');
  assert.deepEqual(
    asked.choices.map(({ name, isChecked }) => [name, isChecked]),
    [
      ['gone', true],
      ['ci', true],
      ['op', false],
      ['somebody who is not on this list', false],
    ],
  );
  assert.deepEqual(asked.act([1, 2]), set(['ci', 'op']));
  assert.deepEqual(asked.act([]), set([]));
  assert.deepEqual(asked.act([0, 1]), { do: 'back' });
  assert.deepEqual(asked.act([0, 3]), { do: 'edit', param: 'p', isTyped: true });
});

test('what can be is chosen, and the cursor stands where nothing changes', () => {
  const flag = ask({ type: 'flag', describe: '', default: true }, false);
  assert.ok(flag.type === 'choose');
  assert.deepEqual(
    flag.choices.map(({ act }) => act),
    [{ do: 'back' }, set(true)],
  );
  const choice = ask({ type: 'choice', describe: '', default: 'a', choices: ['a', 'b', 'c'] }, 'b');
  assert.ok(choice.type === 'choose');
  assert.deepEqual(
    choice.choices.map(({ act }) => act),
    [{ do: 'back' }, set('a'), set('c')],
  );
});

test('all else is typed, begins with what it is, and must be a value', () => {
  for (const [param, now, initial, bad, good, value] of [
    [NAMES, ['ci'], 'ci', 'a b', 'ci, op', ['ci', 'op']],
    [{ type: 'number', describe: '', default: 3, min: 0, max: 6 }, 3, '3', '7', '0', 0],
    [{ type: 'text', describe: '', default: '' }, 'x', 'x', null, '', ''],
  ] as const satisfies readonly (readonly [Param, Json, string, string | null, string, Json])[]) {
    const asked = ask(param, now);
    assert.ok(asked.type === 'type');
    assert.equal(asked.initial, initial);
    if (bad !== null) assert.match(asked.fault(bad) ?? '', /It cannot be that: /);
    assert.equal(asked.fault(good), null);
    assert.deepEqual(asked.act(good), set(value));
    assert.deepEqual(asked.act(initial), { do: 'back' });
  }
});
