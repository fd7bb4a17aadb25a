import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Shown } from '../../../src/model/kind.ts';
import { changeDiff } from '../../../src/report/change-diff.ts';

test('a text is a unified diff and its notes', () => {
  const shown: Shown = {
    type: 'text',
    path: '/etc/x',
    before: 'a\n',
    after: 'b\n',
    notes: ['mode: 0644 -> 0640'],
  };
  assert.equal(changeDiff(shown), '--- /etc/x\n+++ /etc/x\n@@ -1 +1 @@\n-a\n+b\n  mode: 0644 -> 0640');
});

test('a text that stays is its path and the notes', () => {
  const shown: Shown = {
    type: 'text',
    path: '/etc/x',
    before: 'a\n',
    after: 'a\n',
    notes: ['owner: ci -> root'],
  };
  assert.equal(changeDiff(shown), '/etc/x\n  owner: ci -> root');
});

test('everything else is one line each', () => {
  const lines = [
    { what: 'mode', before: '0644', after: '0640' },
    { what: 'db/password', before: 'old', after: 'new' },
    { what: 'passphrase', before: '', after: '!' },
    { what: 'says', before: '0', after: '\x1b[2J\n' },
    { what: 'hash', before: '$6$a$b', after: '$6$a$c' },
  ];
  assert.equal(
    changeDiff({ type: 'lines', subject: '/etc/a\nb', lines }),
    [
      '/etc/a\\x0ab',
      '  mode: 0644 -> 0640',
      '  db/password: <secret A> -> <secret B>',
      '  passphrase: (empty) -> !',
      '  says: 0 -> \\x1b[2J\\x0a',
      '  hash: <hash A> -> <hash B>',
    ].join('\n'),
  );
});
