import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseStatOverride, statOverrideFormat } from '../../../src/formats/statoverride.ts';

const path = fc.string({ unit: 'binary', minLength: 1 }).map((name) => `/${name.replace(/[\n\r\0]/g, '_')}`);
const owner = fc.constantFrom('root', 'shadow', '#0', '#4711', '_apt');
const mode = fc.integer({ min: 0, max: 0o7777 }).map((bits) => bits.toString(8));
const override = fc.tuple(owner, owner, mode, path);
const overrides = fc.uniqueArray(override, { selector: ([, , , name]) => name });
const print = (lines: readonly (readonly string[])[]) => lines.map((line) => `${line.join(' ')}\n`).join('');

test('every line is read, with names that hold blanks', () => {
  fc.assert(
    fc.property(overrides, (lines) => {
      const found = parseStatOverride(print(lines));
      assert.deepEqual(
        found.map(({ user, group, mode, path }) => [user, group, mode.toString(8), path]),
        lines,
      );
      assert.deepEqual(
        found.map(({ line }) => line),
        lines.map((_, i) => i + 1),
      );
    }),
  );
});

test('a part is set, and taken away again, without touching another byte', () => {
  fc.assert(
    fc.property(overrides, override, ([...lines], [user, group, bits, name]) => {
      const text = print(lines);
      const desired = `${user} ${group} ${bits}`;
      const before = statOverrideFormat.get(text, name);
      const set = statOverrideFormat.set(text, name, desired);
      assert.equal(statOverrideFormat.get(set, name), desired);
      assert.equal(statOverrideFormat.set(set, name, desired), set);
      assert.equal(statOverrideFormat.set(set, name, before), text);
    }),
  );
});

test('what dpkg refuses is malformed, with its line', () => {
  for (const [text, line] of [
    ['root root 600\n', 1],
    ['root root 600 /a\n\n', 2],
    ['root root 888 /a\n', 1],
    ['root root 17777 /a\n', 1],
    ['root root 600 /a\nroot root 640 /a\n', 2],
    ['root root 600 /a', 1],
  ] as const) {
    assert.throws(() => parseStatOverride(text), { name: 'Malformed', line }, JSON.stringify(text));
  }
});
