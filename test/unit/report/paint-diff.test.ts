import assert from 'node:assert/strict';
import { test } from 'node:test';
import { painter } from '../../../src/report/paint.ts';
import { paintDiff } from '../../../src/report/paint-diff.ts';

const diff = '--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n--- a\n+b\n c\n  mode: 0644 -> 0640';

test('only when asked', () => {
  assert.equal(paintDiff(diff, painter(false)), diff);
});

test('headers, hunks, removed and added lines; a removed line that looks like a header is a removed line', () => {
  assert.deepEqual(paintDiff(diff, painter(true)).split('\n'), [
    '\x1b[1m--- /etc/x\x1b[0m',
    '\x1b[1m+++ /etc/x\x1b[0m',
    '\x1b[36m@@ -1 +1 @@\x1b[0m',
    '\x1b[31m--- a\x1b[0m',
    '\x1b[32m+b\x1b[0m',
    ' c',
    '  mode: 0644 -> 0640',
  ]);
});
