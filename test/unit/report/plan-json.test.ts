import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planJson } from '../../../src/report/plan-json.ts';
import { plan, planView } from './samples.ts';

const document = JSON.parse(planJson(planView));

test('a saved plan says what it was asked for, unchanged, so that it can be made again', () => {
  assert.deepEqual(document.inputs, plan.inputs);
  assert.deepEqual(document.host, plan.host);
  assert.deepEqual(document.effects, plan.effects);
  assert.equal(document.digest, plan.digest);
  assert.equal(document.tool, plan.tool);
});

test('a change carries its diff and who asked for it, no states', () => {
  assert.deepEqual(document.changes[1], {
    number: 2,
    kind: 'kernel-setting',
    key: 'net/ipv4/conf/*/send_redirects',
    undo: 'best-effort',
    parts: [{ playbook: 'network/icmp-redirects' }],
    diff: 'net.ipv4.conf.*.send_redirects\n  eth0: 1 -> 0\n  default: 1 -> 0',
    effects: [{ do: 'restart', unit: 'docker.service' }],
  });
});

test('a requirement carries the verdict after the plan', () => {
  assert.deepEqual(document.requirements[1].expected, { verdict: 'met' });
  assert.deepEqual(document.requirements[3].expected, { verdict: 'pending', pending: 'login' });
});
