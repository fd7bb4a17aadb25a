import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import members from '../../playbooks/accounts/docker-group-members.ts';
import icmpRedirects from '../../playbooks/network/icmp-redirects.ts';
import { readSavedPlan } from '../../src/cli/saved-plan.ts';
import { Refused } from '../../src/model/refusal.ts';
import { aRoot, MEMBERS } from '../real/lab/a-root.ts';

const WAIVER = {
  name: 'w',
  playbook: MEMBERS,
  object: 'user:ci',
  reason: 'r',
  owner: 'o',
  until: '2099-01-01',
};

test('anything else in a plan file is refused', () => {
  using root = aRoot();
  const file = root.beside('plan.json');
  root.holdfast('plan', MEMBERS, '--save', file);
  const saved = JSON.parse(readFileSync(file, 'utf8'));
  const { inputs } = saved;
  const read = (plan: unknown) => {
    writeFileSync(file, JSON.stringify(plan));
    try {
      return readSavedPlan(file, saved.host, [icmpRedirects, members]).digest;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return error.refusal.code;
    }
  };
  assert.equal(read(saved), saved.digest);
  const good = {
    ...inputs,
    params: { [MEMBERS]: { allowed: ['ci'] } },
    allow: ['one-way'],
    waivers: [WAIVER],
  };
  assert.equal(read({ ...saved, inputs: good }), saved.digest);
  for (const bad of [
    { ids: [5] },
    { ids: [MEMBERS, 'no/such'] },
    { ids: ['*'] },
    { ids: { 0: MEMBERS } },
    { profile: 'lax' },
    { params: [] },
    { params: { [MEMBERS]: 'allowed' } },
    { params: { [MEMBERS]: { allowed: 'ci' } } },
    { params: { [MEMBERS]: { allowed: [null] } } },
    { params: { [MEMBERS]: { constructor: 'ci' } } },
    { params: { 'no/such': { allowed: ['ci'] } } },
    { allow: ['everything'] },
    { allow: [['one-way']] },
    { waivers: [null] },
    { waivers: [{ ...WAIVER, reason: 5 }] },
    { waivers: [{ ...WAIVER, until: 'never' }] },
    { today: '2026-02-30' },
    { today: null },
  ]) {
    assert.equal(read({ ...saved, inputs: { ...good, ...bad } }), 'plan-file', JSON.stringify(bad));
  }
  for (const bad of [
    { host: null },
    { host: { ...saved.host, machine: 5 } },
    { tool: '0' },
    { digest: 'x' },
    { schema: 'holdfast.plan/2' },
    { inputs: null },
  ]) {
    assert.equal(read({ ...saved, ...bad }), 'plan-file', JSON.stringify(bad));
  }
  for (const bad of [null, [], 'x', 5]) assert.equal(read(bad), 'plan-file');
});
