import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import { unifiedDiff } from '../../../src/report/unified-diff.ts';

const table: readonly (readonly [string | null, string | null, string])[] = [
  ['a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nd\nE\nf\n', '@@ -2,5 +2,5 @@\n b\n c\n d\n-e\n+E\n f'],
  ['a\n', 'a', '@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file'],
  ['a\r\nb\r\n', 'a\nb\r\n', '@@ -1,2 +1,2 @@\n-a\\x0d\n+a\n b\\x0d'],
  ['', 'a\n', '@@ -0,0 +1 @@\n+a'],
  ['a\n', '', '@@ -1 +0,0 @@\n-a'],
  ['a\tb\n', 'a b\n', '@@ -1 +1 @@\n-a\tb\n+a b'],
  ['x\n', '-- /etc/shadow\n', '@@ -1 +1 @@\n-x\n+-- /etc/shadow'],
  ['\x1b[2J\n', '\u202e\udcff\n', '@@ -1 +1 @@\n-\\x1b[2J\n+\\u202e\\xff'],
  ['token=a\n', 'token=b\n', '@@ -1 +1 @@\n-token=<secret A>\n+token=<secret B>'],
];

test('a diff as diff -u writes it, hidden characters shown, secrets hidden', () => {
  for (const [before, after, hunks] of table) {
    assert.equal(unifiedDiff('/etc/x', before, after), `--- /etc/x\n+++ /etc/x\n${hunks}`);
  }
});

test('an absent file is /dev/null, an empty one has no hunk', () => {
  assert.equal(unifiedDiff('/etc/x', null, 'a\n'), '--- /dev/null\n+++ /etc/x\n@@ -0,0 +1 @@\n+a');
  assert.equal(unifiedDiff('/etc/x', 'a\n', null), '--- /etc/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a');
  assert.equal(unifiedDiff('/etc/x', null, ''), '--- /dev/null\n+++ /etc/x');
});

test('no difference, no text', () => {
  assert.equal(unifiedDiff('/etc/x', 'a', 'a'), '');
  assert.equal(unifiedDiff('/etc/x', null, null), '');
});

test('a name cannot write header lines', () => {
  assert.equal(
    unifiedDiff('/etc/a\n+++ /etc/b', null, 'a\n'),
    '--- /dev/null\n+++ /etc/a\\x0a+++ /etc/b\n@@ -0,0 +1 @@\n+a',
  );
});

test('a changed hash is a changed stand-in; the other fields stay', () => {
  const before = 'root:*:1::::::\nci:$6$s$old:19000:0:99999:7:::\n';
  const after = 'root:*:1::::::\nci:!$6$s$old:19000:0:99999:7::1:\n';
  assert.equal(
    unifiedDiff('/etc/shadow', before, after),
    '--- /etc/shadow\n+++ /etc/shadow\n@@ -1,2 +1,2 @@\n root:*:1::::::\n-ci:<hash A>:19000:0:99999:7:::\n+ci:!<hash A>:19000:0:99999:7::1:',
  );
});

test('the diff makes the one text into the other', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd')).map((lines) => lines.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      assert.equal(applyPatch(before, `${unifiedDiff('/x', before, after)}\n`), after);
    }),
    { numRuns: 200 },
  );
});

test('texts with nothing in common are one hunk, not a long search', () => {
  const lines = (sign: string) => Array.from({ length: 5000 }, (_, i) => `${sign}${i}`).join('\n');
  const diff = unifiedDiff('/x', lines('a'), `${lines('b')}\n`).split('\n');
  assert.equal(diff[2], '@@ -1,5000 +1,5000 @@');
  assert.deepEqual(diff.slice(5002, 5005), ['-a4999', '\\ No newline at end of file', '+b0']);
  assert.equal(diff.length, 2 + 1 + 5000 + 1 + 5000);
});
