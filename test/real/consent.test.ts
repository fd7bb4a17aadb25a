import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { aRoot, MEMBERS } from './lab/a-root.ts';

/** The line of the diff that matters. */
const DIFF = /^\s*-docker:x:6100:ci\s*$/gm;
const BACK = /^\s*\+docker:x:6100:ci\s*$/gm;
const count = (text: string, what: RegExp) => [...text.matchAll(what)].length;

test('whoever is asked has seen the change, once, wherever the report goes', () => {
  using root = aRoot();
  const out = root.beside('report');
  for (const [args, stdout] of [
    [''],
    ['--quiet'],
    ['--format json'],
    [`--out ${out}`],
    ['', root.beside('stdout')],
  ] as const) {
    const { status, seen } = root.atTerminal('n\n', `apply ${MEMBERS} ${args}`, stdout);
    assert.equal(status, 3, seen);
    assert.equal(count(seen, DIFF), 1, seen);
    assert.ok(seen.search(DIFF) < seen.indexOf('Make exactly these changes?'), seen);
  }
  assert.match(readFileSync(out, 'utf8'), DIFF);
  assert.match(root.read('etc/group'), /docker:x:6100:ci/);
});

test('the same of a rollback', () => {
  using root = aRoot();
  assert.equal(root.holdfast('apply', MEMBERS, '--unattended').status, 0);
  for (const args of ['', '--quiet', '--format json']) {
    const { status, seen } = root.atTerminal('n\n', `rollback --last ${args}`);
    assert.equal(status, 3, seen);
    assert.equal(count(seen, BACK), 1, seen);
  }
  assert.equal(root.atTerminal('y\n', 'rollback --last').status, 0);
  assert.match(root.read('etc/group'), /docker:x:6100:ci/);
});
