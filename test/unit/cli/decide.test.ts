import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act } from '../../../src/cli/guide/act.ts';
import { decide } from '../../../src/cli/guide/decide.ts';
import type { Dialogue, Place } from '../../../src/cli/guide/dialogue.ts';
import type { Decisions } from '../../../src/model/decisions.ts';

const NOTHING: Decisions = { skip: [], params: {}, waivers: [], allow: [] };
const START: Dialogue = {
  playbooks: ['a/one', 'b/two'],
  decisions: NOTHING,
  place: { screen: 'overview', line: 0 },
};
const FIRST: Place = { screen: 'finding', index: 0, line: 0 };
const SECOND: Place = { screen: 'finding', index: 1, line: 0 };
const REVIEW: Place = { screen: 'review', line: 0 };
const WAIVER = { playbook: 'a/one', object: 'user:x', reason: 'r', owner: 'o', until: '2030-01-01' };
const after = (...acts: readonly Act[]) => acts.reduce(decide, START);

test('the way through: the overview, one finding after the other, the review, and back', () => {
  const ways: readonly (readonly [Place, ...Act[]])[] = [
    [
      { screen: 'overview', line: 9 },
      { do: 'more', line: 9 },
    ],
    [FIRST, { do: 'begin' }],
    [{ screen: 'finding', index: 0, line: 7 }, { do: 'begin' }, { do: 'more', line: 7 }],
    [FIRST, { do: 'begin' }, { do: 'more', line: 7 }, { do: 'back' }],
    [{ screen: 'overview', line: 0 }, { do: 'begin' }, { do: 'back' }],
    [SECOND, { do: 'begin' }, { do: 'keep' }],
    [SECOND, { do: 'begin' }, { do: 'skip' }],
    [FIRST, { do: 'begin' }, { do: 'skip' }, { do: 'back' }],
    [REVIEW, { do: 'begin' }, { do: 'keep' }, { do: 'keep' }],
    [{ screen: 'review', line: 5 }, { do: 'begin' }, { do: 'keep' }, { do: 'keep' }, { do: 'more', line: 5 }],
    [SECOND, { do: 'begin' }, { do: 'keep' }, { do: 'keep' }, { do: 'back' }],
    [
      { screen: 'param', index: 0, param: 'p', isTyped: true },
      { do: 'begin' },
      { do: 'edit', param: 'p', isTyped: false },
      { do: 'edit', param: 'p', isTyped: true },
    ],
    [FIRST, { do: 'begin' }, { do: 'edit', param: 'p', isTyped: false }, { do: 'back' }],
    [
      { screen: 'waiver', index: 0, draft: { object: 'user:x' } },
      { do: 'begin' },
      { do: 'draft', draft: {} },
      { do: 'draft', draft: { object: 'user:x' } },
    ],
    [
      { screen: 'file', outcome: 'apply' },
      { do: 'begin' },
      { do: 'keep' },
      { do: 'keep' },
      { do: 'file', outcome: 'apply' },
    ],
    [
      REVIEW,
      { do: 'begin' },
      { do: 'keep' },
      { do: 'keep' },
      { do: 'file', outcome: 'apply' },
      { do: 'back' },
    ],
    [
      { screen: 'end', outcome: 'write', file: '/x' },
      { do: 'begin' },
      { do: 'keep' },
      { do: 'keep' },
      { do: 'file', outcome: 'write' },
      { do: 'end', outcome: 'write', file: '/x' },
    ],
  ];
  for (const [place, ...acts] of ways) assert.deepEqual(after(...acts).place, place, JSON.stringify(acts));
});

test('what is decided is kept, and can be decided otherwise', () => {
  const allow: readonly Act[] = [
    { do: 'begin' },
    { do: 'keep' },
    { do: 'keep' },
    { do: 'allow', allow: ['one-way'] },
  ];
  const set: Act = { do: 'set', param: 'p', value: 0 };
  const edit: Act = { do: 'edit', param: 'p', isTyped: false };
  const waive: readonly Act[] = [
    { do: 'draft', draft: {} },
    { do: 'waive', waiver: WAIVER },
  ];
  const ways: readonly (readonly [Partial<Decisions>, ...Act[]])[] = [
    [{ skip: ['a/one'] }, { do: 'begin' }, { do: 'skip' }],
    [{ skip: ['a/one'] }, { do: 'begin' }, { do: 'skip' }, { do: 'back' }, { do: 'skip' }],
    [{}, { do: 'begin' }, { do: 'skip' }, { do: 'back' }, { do: 'keep' }],
    [{ params: { 'a/one': { p: 0 } } }, { do: 'begin' }, edit, set],
    [
      { params: { 'a/one': { p: 1, q: [] } } },
      { do: 'begin' },
      edit,
      set,
      edit,
      { do: 'set', param: 'q', value: [] },
      edit,
      { do: 'set', param: 'p', value: 1 },
    ],
    [{ waivers: [WAIVER] }, { do: 'begin' }, ...waive],
    [{}, { do: 'begin' }, edit, set, ...waive, { do: 'skip' }, { do: 'back' }, { do: 'reset' }],
    [
      { skip: ['b/two'] },
      { do: 'begin' },
      edit,
      set,
      { do: 'keep' },
      { do: 'skip' },
      { do: 'back' },
      { do: 'back' },
      { do: 'reset' },
    ],
    [{ allow: ['one-way'] }, ...allow],
  ];
  for (const [decisions, ...acts] of ways) {
    assert.deepEqual(after(...acts).decisions, { ...NOTHING, ...decisions }, JSON.stringify(acts));
  }
});

test('quit is an answer everywhere, and what a screen does not offer is a bug', () => {
  const places: readonly Place[] = [
    { screen: 'overview', line: 0 },
    FIRST,
    { screen: 'param', index: 0, param: 'p', isTyped: false },
    { screen: 'waiver', index: 0, draft: {} },
    REVIEW,
    { screen: 'file', outcome: 'write' },
  ];
  for (const place of places) {
    const end = decide({ ...START, place }, { do: 'quit' });
    assert.deepEqual(end.place, { screen: 'end', outcome: 'quit', file: null });
    assert.throws(() =>
      decide({ ...START, place }, { do: place === REVIEW ? 'begin' : 'allow', allow: [] } as Act),
    );
  }
  assert.throws(() => decide({ ...START, playbooks: [], place: FIRST }, { do: 'keep' }), /no finding 0/);
});
