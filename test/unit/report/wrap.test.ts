import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { wrap } from '../../../src/report/wrap.ts';

test('80 columns are used and not passed', () => {
  const exact = `${'a'.repeat(39)} ${'b'.repeat(40)}`;
  assert.equal(wrap('', exact), exact);
  assert.equal(wrap('', `${exact}c`), `${'a'.repeat(39)}\n${'b'.repeat(40)}c`);
});

test('later lines are indented like the first, long words stay whole', () => {
  const path = `/${'x'.repeat(90)}`;
  assert.equal(wrap('  1. ', `see ${path} now`), `  1. see\n     ${path}\n     now`);
});

test('words and their order stay', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }), (words) => {
      const lines = wrap('- ', words.join(' ')).split('\n');
      assert.ok(lines.every((line) => line.length <= 80));
      assert.deepEqual(
        lines.flatMap((line) => line.slice(2).split(' ')),
        words,
      );
    }),
    { numRuns: 100 },
  );
});
