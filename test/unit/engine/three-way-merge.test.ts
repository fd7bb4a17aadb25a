import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Merged, threeWayMerge } from '../../../src/engine/three-way-merge.ts';

const B = 'a\nb\nc\nd\ne\n';
const TABLE: readonly (readonly [what: string, ours: string, theirs: string, Merged])[] = [
  ['nobody changed', B, B, { text: B }],
  ['only we', 'a\nx\nc\nd\ne\n', B, { text: 'a\nx\nc\nd\ne\n' }],
  ['only they', B, 'a\nb\nc\nd\n', { text: 'a\nb\nc\nd\n' }],
  ['far apart', 'x\nb\nc\nd\ne\n', 'a\nb\nc\nd\ny\n', { text: 'x\nb\nc\nd\ny\n' }],
  ['one removes, one adds', 'b\nc\nd\ne\n', 'a\nb\nc\nd\ne\nf\n', { text: 'b\nc\nd\ne\nf\n' }],
  ['both the same', 'a\nx\nc\nd\ne\n', 'a\nx\nc\nd\ne\n', { text: 'a\nx\nc\nd\ne\n' }],
  ['the same line', 'a\nx\nc\nd\ne\n', 'a\ny\nc\nd\ne\n', { conflict: 2 }],
  ['touching lines', 'a\nx\nc\nd\ne\n', 'a\nb\ny\nd\ne\n', { conflict: 3 }],
  ['one removes what one changes', 'a\nb\nd\ne\n', 'a\nb\ny\nd\ne\n', { conflict: 3 }],
  ['both append', `${B}x\n`, `${B}y\n`, { conflict: 6 }],
  ['a lost last newline and a new line', B.slice(0, -1), `${B}y\n`, { conflict: 6 }],
  ['all gone and one changed', '', 'a\nb\nx\nd\ne\n', { conflict: 3 }],
  ['all gone for both', '', '', { text: '' }],
  ['carriage returns', 'a\r\nb\nc\nd\ne\n', 'a\nb\nc\nd\ne\r\n', { text: 'a\r\nb\nc\nd\ne\r\n' }],
];
for (const [what, ours, theirs, merged] of TABLE) {
  test(what, () => assert.deepEqual(threeWayMerge(B, ours, theirs), merged));
}

test('from nothing', () => {
  assert.deepEqual(threeWayMerge('', 'x\n', ''), { text: 'x\n' });
  assert.deepEqual(threeWayMerge('', 'x\n', 'y\n'), { conflict: 1 });
});

const text = fc
  .tuple(fc.array(fc.constantFrom('a\n', 'b\n', '\n', 'c\r\n')), fc.constantFrom('', 'a', '\udcff'))
  .map(([lines, rest]) => lines.join('') + rest);

test('where one side did nothing, the other side is the answer', () => {
  fc.assert(
    fc.property(text, text, (base, side) => {
      assert.deepEqual(threeWayMerge(base, side, base), { text: side });
      assert.deepEqual(threeWayMerge(base, base, side), { text: side });
      assert.deepEqual(threeWayMerge(base, side, side), { text: side });
    }),
  );
});

test('neither side comes first', () => {
  fc.assert(
    fc.property(text, text, text, (base, ours, theirs) => {
      assert.deepEqual(threeWayMerge(base, ours, theirs), threeWayMerge(base, theirs, ours));
    }),
  );
});

test('lines that only one side has are never lost', () => {
  fc.assert(
    fc.property(text, (base) => {
      const merged = threeWayMerge(base, `ours\n${base}`, `${base.replace(/([^\n])$/, '$1\n')}theirs\n`);
      if ('conflict' in merged) return;
      assert.ok(merged.text.startsWith('ours\n') && merged.text.endsWith('theirs\n'));
    }),
  );
});
