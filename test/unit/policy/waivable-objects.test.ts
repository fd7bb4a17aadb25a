import assert from 'node:assert/strict';
import { test } from 'node:test';
import { waivableObjects } from '../../../src/policy/waivable-objects.ts';
import { finding, plan } from '../report/samples.ts';

test('what is open and no waiver is about, one that is over neither', () => {
  const waiver = { ...finding(), name: 'old', reason: 'r', owner: 'o', until: '2020-01-01' };
  const findings = [
    finding({ object: 'user:old' }),
    finding({ object: 'waiver:old', verdict: 'manual' }),
    finding({ object: 'user:unmet' }),
    finding({ object: 'user:unread', verdict: 'unknown' }),
    finding({ object: 'user:met', verdict: 'met' }),
    finding({ object: 'user:old', playbook: 'another/one' }),
  ];
  const inputs = { ...plan.inputs, waivers: [{ ...waiver, object: 'user:old' }] };
  assert.deepEqual(waivableObjects({ findings, inputs }), ['user:unmet', 'user:unread', 'user:old']);
});
