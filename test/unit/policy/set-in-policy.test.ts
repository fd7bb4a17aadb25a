import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setInPolicy } from '../../../src/policy/set-in-policy.ts';

const refuse = (line: number, why: string): never => {
  throw new Error(`${line}: ${why}`);
};
const set = (text: string, section = 'run', key = 'allow', value = 'one-way') =>
  setInPolicy(text, section, { key, value }, refuse);

test('a value is set in its place, in its section, or in a new one, and no other byte moves', () => {
  for (const [before, after] of [
    ['', '[run]\nallow = one-way\n'],
    ['; mine', '; mine\n\n[run]\nallow = one-way\n'],
    ['; mine\n', '; mine\n\n[run]\nallow = one-way\n'],
    ['[run]', '[run]\nallow = one-way\n'],
    ['[run]\n', '[run]\nallow = one-way\n'],
    ['[run]\n  allow=x\n; end', '[run]\nallow = one-way\n; end'],
    ['[run]\r\nallow = x\r\non-error = keep', '[run]\r\nallow = one-way\r\non-error = keep'],
    ['[run]\non-error = keep\n\n; of b\n[b]\n', '[run]\non-error = keep\nallow = one-way\n\n; of b\n[b]\n'],
    ['[b]\nallow = y\n[run]\n[c]\n', '[b]\nallow = y\n[run]\nallow = one-way\n[c]\n'],
  ] as const) {
    assert.equal(set(before), after);
  }
});

test('a value that ini would read otherwise is in quotes', () => {
  assert.equal(set('', 'a', 'b', 'x; y'), '[a]\nb = "x; y"\n');
  assert.equal(set('', 'a', 'b', ''), '[a]\nb = ""\n');
});

test('a section without a value is there once', () => {
  const once = setInPolicy('profile = strict\n', 'skip a/b', null, refuse);
  assert.equal(once, 'profile = strict\n\n[skip a/b]\n');
  assert.equal(setInPolicy(once, 'skip a/b', null, refuse), once);
});

test('a text that is no policy is refused', () => {
  assert.throws(() => set('nonsense\n'), /1: a line without/);
});
