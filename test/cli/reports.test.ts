import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aRoot, MEMBERS } from '../real/lab/a-root.ts';

test('--out /dev/stdout is standard output', () => {
  using root = aRoot();
  const plain = root.holdfast('scan', MEMBERS);
  assert.deepEqual(root.holdfast('scan', MEMBERS, '--out', '/dev/stdout'), plain);
});

test('as JSON, one playbook is explained at a time', () => {
  using root = aRoot();
  assert.equal(JSON.parse(root.holdfast('explain', MEMBERS, '--format', 'json').stdout).id, MEMBERS);
  const { status, stdout } = root.holdfast('explain', '*/*', '--format', 'json');
  assert.equal(status, 1);
  assert.equal(JSON.parse(stdout).refusal.code, 'usage');
});

test('a refusal is a document for who asked for one, and one sentence for the rest', () => {
  using root = aRoot();
  const json = root.holdfast('history', '000001', '--format', 'json');
  assert.equal(json.status, 1);
  const { schema, refusal } = JSON.parse(json.stdout);
  assert.equal(schema, 'holdfast.refusal/1');
  assert.deepEqual([refusal.code, refusal.args], ['unknown-run', { run: '000001' }]);
  const text = root.holdfast('history', '000001');
  assert.deepEqual([text.status, text.stdout, text.stderr], [1, '', json.stderr]);
  assert.ok(json.stderr.replaceAll(/\s+/g, ' ').includes(refusal.sentence));
});
