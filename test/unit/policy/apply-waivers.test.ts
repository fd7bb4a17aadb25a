import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding, Waiver } from '../../../src/model/plan.ts';
import type { Verdict } from '../../../src/model/verdict.ts';
import { applyWaivers } from '../../../src/policy/apply-waivers.ts';

const finding = (verdict: Verdict, object = 'user:b'): Finding => ({
  playbook: 'ssh/authentication',
  severity: 'high',
  object,
  verdict,
  statement: 's',
  evidence: [],
  wishes: [],
});
const waiver: Waiver = {
  name: 'b',
  playbook: 'ssh/authentication',
  object: 'user:b',
  reason: 'r',
  owner: 'o',
  until: '2027-01-31',
};

test('what is wrong is waived and keeps its true verdict', () => {
  for (const verdict of ['unmet', 'manual', 'unknown'] as const) {
    assert.deepEqual(applyWaivers([finding(verdict)], [waiver], '2027-01-31'), [
      { ...finding(verdict), verdict: 'waived', trueVerdict: verdict, waiver },
    ]);
  }
});

test('what is right, another object or another playbook is left alone', () => {
  const findings = [
    finding('met'),
    finding('pending'),
    finding('not-applicable'),
    finding('unmet', 'user:c'),
  ];
  assert.deepEqual(applyWaivers(findings, [waiver], '2026-01-01'), findings);
  const other = { ...finding('unmet'), playbook: 'x/y' };
  assert.deepEqual(applyWaivers([other], [waiver], '2026-01-01'), [other]);
});

test('a waiver that is over changes nothing and is a finding where its playbook was judged', () => {
  const found = applyWaivers([finding('unmet')], [waiver], '2027-02-01');
  assert.deepEqual(found[0], finding('unmet'));
  assert.deepEqual(
    found.slice(1).map(({ object, verdict, severity }) => [object, verdict, severity]),
    [['waiver:b', 'manual', 'high']],
  );
  assert.deepEqual(applyWaivers([], [waiver], '2027-02-01'), []);
  const renewed = applyWaivers(
    [finding('unmet')],
    [waiver, { ...waiver, name: 'c', until: '2028-01-01' }],
    '2027-02-01',
  );
  assert.equal(renewed[0]?.verdict, 'waived');
});
