import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { aRoot, MEMBERS } from './lab/a-root.ts';

const WAIVER = {
  name: 'w',
  playbook: MEMBERS,
  object: 'user:ci',
  reason: 'r',
  owner: 'o',
  until: '2099-01-01',
};

test('a plan file is applied as it was saved, and grants itself nothing', () => {
  using root = aRoot();
  root.write('etc/holdfast/policy.ini', `[${MEMBERS}]\nallowed = deploy\n`);
  const file = root.beside('plan.json');
  assert.equal(root.holdfast('plan', MEMBERS, '--save', file).status, 2);
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  assert.deepEqual(saved.inputs.params, { [MEMBERS]: { allowed: ['deploy'] } });
  const apply = () => {
    const { status, stdout } = root.holdfast('apply', '--unattended', '--plan', file, '--format', 'json');
    return [status, JSON.parse(stdout).refusal?.code];
  };

  // Made by a policy that allows and waives more than this host's own does: its digest covers that.
  const lax = root.beside('lax.ini');
  writeFileSync(lax, `[${MEMBERS}]\nallowed = deploy\n[run]\nallow = remove-invoking-user\n`);
  root.holdfast('plan', MEMBERS, '--save', file, '--policy', lax);
  assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).inputs.allow, ['remove-invoking-user']);
  assert.deepEqual(apply(), [3, 'stale-plan']);

  // Without its own words for them in the digest they are of no consequence.
  const inputs = { ...saved.inputs, allow: ['one-way'], waivers: [WAIVER], today: '2001-01-01' };
  writeFileSync(file, JSON.stringify({ ...saved, inputs }));
  assert.deepEqual(apply(), [0, undefined]);
  assert.doesNotMatch(root.read('etc/group'), /docker:x:6100:ci/);
});
