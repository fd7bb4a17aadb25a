import assert from 'node:assert/strict';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { aRoot, MEMBERS } from './lab/a-root.ts';

const POLICY = 'etc/holdfast/policy.ini';

test('root follows no policy that others could have written, on the host or named', () => {
  using root = aRoot();
  root.write(POLICY, 'profile = strict\n');
  const named = root.beside('policy.ini');
  writeFileSync(named, 'profile = strict\n');
  for (const spoil of [
    (path: string) => chmodSync(path, 0o666),
    (path: string) => {
      chmodSync(path, 0o644);
      chownSync(path, 1000, 1000);
    },
  ]) {
    spoil(`${root.path}/${POLICY}`);
    spoil(named);
    for (const args of [['apply', '--unattended'], ['plan'], ['scan', '--policy', named]]) {
      const { status, stdout } = root.holdfast(...args, '--format', 'json');
      const { code, args: given } = JSON.parse(stdout).refusal;
      assert.deepEqual([status, code], [1, 'policy'], args.join(' '));
      assert.match(given.why, /others than root|uid 1000/);
    }
  }
});

test('a policy that is broken does not close the way back, unless it was named', () => {
  using root = aRoot();
  assert.equal(root.holdfast('apply', MEMBERS, '--unattended').status, 0);
  root.write(POLICY, 'nonsense\n');
  assert.equal(root.holdfast('rollback', '--last', '--yes', '--policy', `${root.path}/${POLICY}`).status, 1);
  const { status, stderr } = root.holdfast('rollback', '--last', '--yes');
  assert.equal(status, 0, stderr);
  assert.match(stderr, /^Note: The policy \/etc\/holdfast\/policy\.ini:1 /);
  assert.match(root.read('etc/group'), /docker:x:6100:ci/);
});
