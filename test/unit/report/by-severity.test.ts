import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySeverity } from '../../../src/report/by-severity.ts';
import { finding } from './samples.ts';

test('the most severe first, then by id; one playbook stays together, in its own order', () => {
  const findings = [
    finding({ playbook: 'b/low', severity: 'low' }),
    finding({ playbook: 'c/high', severity: 'high', object: '2' }),
    finding({ playbook: 'a/medium', severity: 'medium' }),
    finding({ playbook: 'z/critical', severity: 'critical' }),
    finding({ playbook: 'b/high', severity: 'high' }),
    finding({ playbook: 'c/high', severity: 'high', object: '1' }),
  ];
  assert.deepEqual(
    bySeverity(findings).map(({ playbook, findings: own }) => [playbook, own.map(({ object }) => object)]),
    [
      ['z/critical', ['user:ci']],
      ['b/high', ['user:ci']],
      ['c/high', ['2', '1']],
      ['a/medium', ['user:ci']],
      ['b/low', ['user:ci']],
    ],
  );
});
