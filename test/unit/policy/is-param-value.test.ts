import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Param } from '../../../src/model/playbook.ts';
import { isParamValue } from '../../../src/policy/is-param-value.ts';

const cases: readonly (readonly [Param, readonly unknown[], readonly unknown[]])[] = [
  [{ type: 'names', describe: '', default: [] }, [[], ['ci']], [null, 'ci', { 0: 'ci' }, ['ci', 5]]],
  [{ type: 'text', describe: '', default: '' }, ['', 'x'], [null, 5, ['x']]],
  [{ type: 'flag', describe: '', default: false }, [true, false], [null, 0, 'true']],
  [{ type: 'number', describe: '', default: 0, min: 0, max: 6 }, [0, 6], [null, '3', -1, 7]],
  [{ type: 'choice', describe: '', default: 'a', choices: ['a', 'b'] }, ['a', 'b'], [null, 'c', ['a']]],
];

test('a value is one that its parameter can have', () => {
  for (const [param, good, bad] of cases) {
    for (const each of good) assert.equal(isParamValue(param, each), true, `${param.type} ${each}`);
    for (const each of bad) assert.equal(isParamValue(param, each), false, `${param.type} ${each}`);
  }
});
