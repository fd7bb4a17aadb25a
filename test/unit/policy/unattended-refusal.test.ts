import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change, UndoClass } from '../../../src/model/change.ts';
import type { Effect } from '../../../src/model/effect.ts';
import type { Allowance } from '../../../src/model/policy.ts';
import { unattendedRefusal } from '../../../src/policy/unattended-refusal.ts';

const change = (undo: UndoClass): Change => ({
  number: 1,
  kind: 'unit',
  key: 'old.service',
  before: null,
  after: null,
  undo,
  parts: [],
  effects: [],
});
const harmless: readonly Effect[] = [{ do: 'daemon-reload' }, { do: 'reload', unit: 'docker.service' }];
const restart = (unit: string): Effect => ({ do: 'restart', unit });
const host = { type: 'live', machine: null, root: '/' } as const;

test('each thing that the policy must allow needs its own word', () => {
  const cases: readonly (readonly [Allowance, readonly Change[], readonly Effect[]])[] = [
    ['restart-docker', [], [restart('docker.service')]],
    ['restart-services', [], [restart('ssh.service')]],
    ['best-effort-undo', [change('best-effort')], []],
    ['one-way', [change('one-way')], []],
  ];
  const words = cases.map(([word]) => word);
  for (const [word, changes, effects] of cases) {
    const others = words.filter((each) => each !== word);
    const refusal = unattendedRefusal({ host, changes, effects: [...harmless, ...effects] }, others);
    assert.ok(refusal?.code === 'not-allowed', word);
    assert.equal(refusal.args.allow, [...others, word].join(', '));
    assert.match(refusal.args.what, /docker\.service|ssh\.service|old\.service/);
    assert.equal(unattendedRefusal({ host, changes, effects }, [word]), null);
  }
});

test('all that is missing is one refusal, and what is exact needs nothing', () => {
  const plan = {
    host,
    changes: [change('exact'), change('one-way')],
    effects: [restart('docker.service'), restart('ssh.service')],
  };
  assert.deepEqual(unattendedRefusal(plan, ['restart-services']), {
    code: 'not-allowed',
    args: {
      what: 'restart docker.service, change old.service, which cannot be taken back before a reboot',
      allow: 'restart-services, restart-docker, one-way',
    },
  });
  assert.equal(unattendedRefusal({ host, changes: [change('exact')], effects: harmless }, []), null);
});

test('on an image nothing is restarted', () => {
  const plan = {
    host: { ...host, type: 'image' },
    changes: [],
    effects: [restart('docker.service')],
  } as const;
  assert.equal(unattendedRefusal(plan, []), null);
});
