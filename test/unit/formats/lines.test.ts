import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { joinLines, spliceLines, splitLines } from '../../../src/formats/lines.ts';

const text = fc
  .array(fc.constantFrom('a', '#', ' ', '\n', '\r\n', '\r', '\udc80', 'é'))
  .map((parts) => parts.join(''));

test('joining what was split gives the same text', () => {
  fc.assert(fc.property(text, (given) => assert.equal(joinLines(splitLines(given)), given)));
});

test('removing what was inserted gives the same text', () => {
  fc.assert(
    fc.property(text, fc.nat(20), (given, place) => {
      const lines = splitLines(given);
      const at = Math.min(place, lines.length);
      const inserted = spliceLines(lines, at, 0, ['x', 'y']);
      assert.equal(inserted[at]?.text, 'x');
      assert.equal(joinLines(spliceLines(inserted, at, 2, [])), given);
    }),
  );
});

test('a replaced line keeps its line end, an inserted one takes that of the text', () => {
  const lines = splitLines('a\r\nb');
  assert.equal(joinLines(spliceLines(lines, 0, 1, ['c'])), 'c\r\nb');
  assert.equal(joinLines(spliceLines(lines, 2, 0, ['c'])), 'a\r\nb\r\nc');
  assert.equal(joinLines(spliceLines([], 0, 0, ['c'])), 'c\n');
});
