import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { aRoot, MEMBERS } from './lab/a-root.ts';

test('a file of --out holds all that one command reports, and nothing of what was there', () => {
  using root = aRoot();
  const out = root.beside('report');
  writeFileSync(out, 'x'.repeat(100_000));
  const { status, stdout } = root.holdfast('apply', MEMBERS, '--unattended', '--out', out);
  assert.deepEqual([status, stdout], [0, '']);
  const report = readFileSync(out, 'utf8');
  assert.match(report, /-docker:x:6100:ci/);
  assert.match(report, /Run 000001/);
  assert.doesNotMatch(report, /xxx/);
  assert.equal(root.holdfast('explain', '*/*', '--out', out).status, 0);
  for (const { id } of JSON.parse(root.holdfast('list', '--format', 'json').stdout).playbooks) {
    assert.ok(readFileSync(out, 'utf8').includes(id), id);
  }
});

test('nothing is changed when the report cannot be written', () => {
  using root = aRoot();
  for (const format of ['text', 'json']) {
    const args = ['--unattended', '--quiet', '--format', format, '--out', root.beside('no/such/report')];
    const { status, stderr } = root.holdfast('apply', MEMBERS, ...args);
    assert.equal(status, 1);
    assert.match(stderr, /ENOENT/);
  }
  assert.equal(existsSync(`${root.path}/var/lib/holdfast`), false);
  assert.match(root.read('etc/group'), /docker:x:6100:ci/);
});

test('a run is named by six digits, never by a path', () => {
  using root = aRoot();
  assert.equal(root.holdfast('apply', MEMBERS, '--unattended').status, 0);
  for (const args of [
    ['history', '000001/plan.json'],
    ['history', '../runs/000001'],
    ['verify', '000001/'],
    ['rollback', './000001', '--yes'],
    ['purge', '../x', '--yes'],
    ['purge', '000001/blobs', '--yes'],
  ]) {
    const { status, stdout } = root.holdfast(...args, '--format', 'json');
    assert.equal(status, 1, args.join(' '));
    assert.equal(JSON.parse(stdout).refusal.code, 'unknown-run', args.join(' '));
  }
  assert.equal(root.holdfast('verify', '000001').status, 0);
});
