import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { visibleLine, visibleText } from '../../../src/report/visible.ts';
import { hostile } from './hostile.ts';

const table: readonly (readonly [string, string])[] = [
  ['/etc/passwd', '/etc/passwd'],
  ['\x1b[31m', '\\x1b[31m'],
  ['a\tb\nc\rd', 'a\\x09b\\x0ac\\x0dd'],
  ['\x7f\x80\x9f', '\\x7f\\u0080\\u009f'],
  ['\udc80\udcff', '\\x80\\xff'],
  ['\u202e\u200b\u2028\ufeff', '\\u202e\\u200b\\u2028\\ufeff'],
  ['\u{e0041}', '\\u{e0041}'],
  ['\ud800', '\\ud800'],
  ['\u00a0\u3000', '\\u00a0\\u3000'],
  ['Grüße, 日本, 😀, n\u0303', 'Grüße, 日本, 😀, n\u0303'],
  ['\u0303', '\\u0303'],
  ['a\u0301\u0302\u0303', 'a\u0301\u0302\\u0303'],
  ['ש\u0301', '\\u05e9\\u0301'],
  ['א -> ب', '\\u05d0 -> \\u0628'],
  ['\\d+ C:\\temp \\\\', '\\d+ C:\\temp \\\\'],
  ['\\x1b', '\\x5cx1b'],
  ['\\x1B', '\\x1B'],
  ['\\u202e \\u{1f}', '\\x5cu202e \\x5cu{1f}'],
  ['\\\x1b', '\\\\x1b'],
];

test('visibleLine', () => {
  for (const [text, shown] of table) assert.equal(visibleLine(text), shown);
});

test('visibleText keeps newlines and tabs and nothing else', () => {
  assert.equal(visibleText('a\tb\nc\r\n\x1b\n'), 'a\tb\nc\\x0d\n\\x1b\n');
});

test('more than 200 hostile strings: nothing hidden is left, nothing is lost', () => {
  assert.ok(hostile.length > 200);
  for (const text of hostile) assertSafe(text);
});

test('any string: nothing hidden is left, nothing is lost', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('\\', 'x', 'u', '{', '}', '1b', '202e', '\x1b', '\u0301', 'e'),
    fc.integer({ min: 0xd800, max: 0xdfff }).map((code) => String.fromCharCode(code)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => assertSafe(pieces.join(''))),
    { numRuns: 300 },
  );
});

function assertSafe(text: string): void {
  const line = visibleLine(text);
  assert.doesNotMatch(line, /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.equal(decoded(line), text);
  assert.doesNotMatch(visibleText(text).replace(/[\n\t]/g, ''), /[\p{C}\p{Zl}\p{Zp}]/u);
  assert.equal(decoded(visibleText(text)), text);
}

/** The rule of visible.ts read backwards, written apart from it. */
function decoded(shown: string): string {
  return shown.replace(
    /\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\u\{([0-9a-f]+)\}/g,
    (_all, byte?: string, four?: string, more?: string) => {
      const code = Number.parseInt(byte ?? four ?? more ?? '', 16);
      return String.fromCodePoint(byte !== undefined && code >= 0x80 ? 0xdc00 + code : code);
    },
  );
}
