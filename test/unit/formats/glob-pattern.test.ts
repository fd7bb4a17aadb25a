import assert from 'node:assert/strict';
import { test } from 'node:test';
import { globPattern, isGlob } from '../../../src/formats/glob-pattern.ts';

test('globs match as in glob(7)', () => {
  const table = [
    ['conf/*/x', 'conf/eth0/x', true],
    ['conf/*/x', 'conf/a/b/x', false],
    ['conf/eth?/x', 'conf/eth0/x', true],
    ['conf/eth?/x', 'conf/eth/x', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[^a]x', '/x', false],
    ['[]a]x', ']x', true],
    ['[z-a]x', 'bx', false],
    ['a.b', 'a.b', true],
    ['a.b', 'axb', false],
    ['a\\*', 'a*', true],
    ['a[', 'a[', true],
  ] as const;
  for (const [glob, path, matches] of table)
    assert.equal(globPattern(glob).test(path), matches, `${glob} ${path}`);
  assert.deepEqual(['a/*', 'a?', '[a]', 'a.b'].map(isGlob), [true, true, true, false]);
});
