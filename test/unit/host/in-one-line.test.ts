import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOneLine } from '../../../src/host/in-one-line.ts';

test('what a program said in several lines is one, and nothing stays nothing', () => {
  assert.equal(
    inOneLine('Error sending\n\n  (Operation not permitted)\n'),
    'Error sending; (Operation not permitted)',
  );
  assert.equal(inOneLine('one line'), 'one line');
  assert.equal(inOneLine(' \n'), '');
});
