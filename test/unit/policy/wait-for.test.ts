import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunPolicy } from '../../../src/model/policy.ts';
import { type WaitQuestion, waitFor } from '../../../src/policy/wait-for.ts';

const CHANGE = {
  number: 1,
  kind: 'entry',
  key: '/etc/x',
  before: null,
  after: null,
  undo: 'exact',
  effects: [],
} as const;
const probe = { name: 'probe', argv: ['/bin/true'] } as const;

function ask(
  playbooks: readonly string[],
  confirm: RunPolicy['confirm'],
  more: Partial<WaitQuestion> & { readonly probes?: RunPolicy['probes'] } = {},
) {
  const { probes = [probe], ...rest } = more;
  const changes = playbooks.map((playbook) => ({
    ...CHANGE,
    parts: [{ playbook, before: null, after: null }],
  }));
  return waitFor({
    plan: { host: { type: 'live', machine: null, root: '/' }, changes },
    catalogue: [
      { id: 'a/b' },
      { id: 'ssh/authentication', access: true },
      { id: 'sudo/password-required', access: true },
    ],
    within: null,
    isUnattended: true,
    run: { confirm, probes },
    ...rest,
  });
}

test('a run waits where it could cut somebody off, or where it is asked to', () => {
  const risky = ['a/b', 'ssh/authentication'];
  for (const [name, answer, expected] of [
    ['harmless', ask(['a/b'], null), null],
    ['harmless, at a terminal', ask(['a/b'], null, { isUnattended: false }), null],
    ['asked for', ask(['a/b'], null, { within: 90 }), { by: 'login', withinSeconds: 90 }],
    [
      'asked for of a controller',
      ask(['a/b'], 'controller', { within: 90 }),
      { by: 'controller', withinSeconds: 90 },
    ],
    ['asked for over the probes', ask(risky, 'probes', { within: 90 }), { by: 'login', withinSeconds: 90 }],
    ['at a terminal', ask(risky, null, { isUnattended: false }), { by: 'login', withinSeconds: 600 }],
    [
      'at a terminal, whatever others do',
      ask(risky, 'probes', { isUnattended: false }),
      { by: 'login', withinSeconds: 600 },
    ],
    ['by a login', ask(risky, 'login'), { by: 'login', withinSeconds: 600 }],
    ['by a controller', ask(risky, 'controller'), { by: 'controller', withinSeconds: 600 }],
    ['by the probes', ask(risky, 'probes'), null],
    ['by no probes', ask(risky, 'probes', { probes: [] }), { code: 'no-probe', args: {} }],
    [
      'by nobody',
      ask([...risky, 'sudo/password-required', 'ssh/authentication'], null),
      { code: 'needs-confirmation', args: { playbooks: 'ssh/authentication, sudo/password-required' } },
    ],
  ] as const) {
    assert.deepEqual(answer, expected, name);
  }
});

test('on an image nobody is cut off, and nothing could take it back', () => {
  const plan = { host: { type: 'image', machine: null, root: '/mnt' }, changes: [] } as const;
  assert.equal(ask(['ssh/authentication'], null, { plan }), null);
  assert.deepEqual(ask([], null, { plan, within: 90 }), { code: 'cannot-wait', args: {} });
});
