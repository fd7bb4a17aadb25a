import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageOf } from '../../../src/cli/guide/page-of.ts';

test('whole lines, as many as the rows show', () => {
  const size = { rows: 2, columns: 4 };
  assert.deepEqual(pageOf('a\nb\nc\n', 0, size), { text: 'a\nb\n', next: 2 });
  assert.deepEqual(pageOf('a\nb\nc\n', 2, size), { text: 'c\n', next: null });
  assert.deepEqual(pageOf('a\nb\n\n', 0, size), { text: 'a\nb\n', next: null });
  assert.deepEqual(pageOf('abcde\nb\n', 0, size), { text: 'abcde\n', next: 1 });
  assert.deepEqual(pageOf('\x1b[31mabcd\x1b[0m\nb\nc', 0, size), {
    text: '\x1b[31mabcd\x1b[0m\nb\n',
    next: 2,
  });
  assert.deepEqual(pageOf('abcdefghijkl\nb', 0, size), { text: 'abcdefghijkl\n', next: 1 });
});

test('the pages together are the text, whatever the size', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string(), { minLength: 1 }).map((lines) => `${lines.join('\n')}\n.`),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 100 }),
      (text, rows, columns) => {
        let seen = '';
        for (let line: number | null = 0; line !== null; ) {
          const page = pageOf(text, line, { rows, columns });
          seen += page.text;
          line = page.next;
        }
        assert.equal(seen, `${text}\n`);
      },
    ),
  );
});
