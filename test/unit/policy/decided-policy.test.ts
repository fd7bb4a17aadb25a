import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Decisions } from '../../../src/model/decisions.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import { decidedPolicy } from '../../../src/policy/decided-policy.ts';
import { parsePolicy } from '../../../src/policy/parse-policy.ts';
import { ALLOWANCES } from '../../../src/policy/parse-run-policy.ts';

const playbook = (id: string, params: Playbook['params'] = {}): Playbook => ({
  id,
  title: '',
  severity: 'low',
  mode: 'auto',
  profiles: ['strict'],
  why: '',
  mayBreak: [],
  references: {},
  facts: {},
  params,
  assess: () => [],
});
const PLAYBOOKS = [
  playbook('a/names', { allowed: { type: 'names', describe: '', default: [] } }),
  playbook('b/many', {
    text: { type: 'text', describe: '', default: '' },
    flag: { type: 'flag', describe: '', default: false },
    number: { type: 'number', describe: '', default: 0, min: -5, max: 5 },
  }),
  playbook('c/none'),
];
const NOTHING: Decisions = { skip: [], params: {}, waivers: [], allow: [] };
const decided = (text: string, decisions: Partial<Decisions>) =>
  decidedPolicy({ text, name: 'p.ini' }, PLAYBOOKS, 'strict', { ...NOTHING, ...decisions });
const parse = (text: string) => parsePolicy(text, 'p.ini', PLAYBOOKS);

test('without a decision nothing is written, with one a new policy is whole', () => {
  assert.equal(decided('', {}), '');
  assert.equal(decided('; mine', {}), '; mine');
  const waiver = { playbook: 'c/none', object: 'user:x', reason: 'r', owner: 'o', until: '2030-01-01' };
  assert.equal(
    decided('', {
      skip: ['c/none'],
      params: { 'a/names': { allowed: ['ci', 'deploy'] } },
      waivers: [waiver],
      allow: ['one-way'],
    }),
    `profile = strict

[a/names]
allowed = ci, deploy

[skip c/none]

[run]
allow = one-way

[waiver user-x]
playbook = c/none
object = user:x
reason = r
owner = o
until = 2030-01-01
`,
  );
});

test('what is added leaves what a person wrote as the beginning', () => {
  const mine = '; mine\n[run]\nallow = restart-docker\n';
  const added = decided(mine, { skip: ['a/names'], params: { 'b/many': { flag: true } } });
  assert.ok(added.startsWith(mine));
  assert.equal(parse(added).profile, null);
});

test('what is allowed already stays allowed', () => {
  assert.deepEqual(parse(decided('[run]\nallow = one-way\n', { allow: ['restart-docker'] })).run.allow, [
    'one-way',
    'restart-docker',
  ]);
});

const name = fc.string({ minLength: 1, unit: 'binary-ascii' }).filter((text) => !/[\s,\p{C}]/u.test(text));
const decisions = fc.record({
  skip: fc.subarray(PLAYBOOKS.map(({ id }) => id)),
  allow: fc.subarray([...ALLOWANCES]),
  params: fc.record(
    {
      'a/names': fc.record({ allowed: fc.uniqueArray(name) }),
      'b/many': fc.record(
        {
          text: fc.string({ unit: 'binary' }).filter((text) => !/[\p{C}\u2028\u2029]/u.test(text)),
          flag: fc.boolean(),
          number: fc.integer({ min: -5, max: 5 }),
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  ),
});

test('whatever was decided reads back as it was decided, also over another policy', () => {
  fc.assert(
    fc.property(decisions, decisions, (first, second) => {
      const before = decided('', first);
      const policy = parse(
        decided(before, { ...second, allow: second.allow.filter((word) => !first.allow.includes(word)) }),
      );
      for (const [id, values] of Object.entries({ ...first.params, ...second.params })) {
        for (const [key, value] of Object.entries(values)) assert.deepEqual(policy.params[id]?.[key], value);
      }
      assert.deepEqual(new Set(policy.skip), new Set([...first.skip, ...second.skip]));
      assert.deepEqual(new Set(policy.run.allow), new Set([...first.allow, ...second.allow]));
    }),
  );
});

test('how unattended runs are confirmed goes into the policy', () => {
  assert.equal(parse(decided('', { confirm: 'login' })).run.confirm, 'login');
  assert.equal(
    parse(decided('; mine', { confirm: 'controller', allow: ['one-way'] })).run.confirm,
    'controller',
  );
});
