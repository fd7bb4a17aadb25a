import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonText } from '../../../src/report/json-text.ts';
import { hostile } from './hostile.ts';

test('hostile strings, as values and as names, are harmless and come back', () => {
  for (const text of hostile) assertSafe({ [text]: [text] });
});

test('any string is harmless and comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => assertSafe({ [text]: text })),
    { numRuns: 300 },
  );
});

test('escapes as JSON does, in pairs beyond the BMP', () => {
  assert.equal(jsonText('\x7f\u202e\u{e0001}\udc80é\n'), '"\\u007f\\u202e\\udb40\\udc01\\udc80é\\n"\n');
});

function assertSafe(value: { readonly [name: string]: string | readonly string[] }): void {
  const text = jsonText(value);
  assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.deepEqual(Object.entries(JSON.parse(text)), Object.entries(value));
}
