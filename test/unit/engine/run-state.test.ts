import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStateOf } from '../../../src/engine/run-state.ts';
import type { RecordBody } from '../../../src/model/record.ts';
import type { Refusal } from '../../../src/model/refusal.ts';

const WHY: readonly Refusal[] = [{ code: 'interrupted', args: { signal: 'SIGINT' } }];
const BEGIN: RecordBody = { type: 'begin', at: 't0', plan: 'p' };
const intent = (change: number): RecordBody => ({
  type: 'intent',
  change,
  before: '0',
  after: '',
  directoryTime: '0',
});
const done = (change: number): RecordBody => ({ type: 'done', change, directoryTime: '9' });
const COMMIT: RecordBody = { type: 'commit', at: 't1', status: 'applied', why: [] };

test('the status is that of the last word', () => {
  const table: readonly (readonly [readonly RecordBody[], string, string | null])[] = [
    [[BEGIN], 'unfinished', null],
    [[BEGIN, intent(1), done(1)], 'unfinished', null],
    [[BEGIN, intent(1), { type: 'undoing', why: WHY }], 'unfinished', null],
    [[BEGIN, COMMIT], 'applied', 't1'],
    [[BEGIN, { type: 'commit', at: 't1', status: 'partly', why: WHY }], 'partly', 't1'],
    [[BEGIN, { type: 'end', at: 't2', status: 'undone', why: [] }], 'undone', 't2'],
    [[BEGIN, { type: 'end', at: 't2', status: 'stuck', why: WHY }], 'stuck', 't2'],
    [[BEGIN, COMMIT, { type: 'end', at: 't2', status: 'rescued', why: [] }], 'rescued', 't2'],
    [[BEGIN, COMMIT, { type: 'purge', at: 't3' }], 'applied', 't1'],
  ];
  for (const [records, status, finished] of table) {
    const state = runStateOf(records);
    assert.deepEqual([state.status, state.started, state.finished], [status, 't0', finished]);
  }
});

test('a purge gives up the way back; what was done still stands', () => {
  assert.equal(runStateOf([BEGIN, COMMIT]).isPurged, false);
  assert.equal(runStateOf([BEGIN, COMMIT, { type: 'purge', at: 't3' }]).isPurged, true);
});

test('a change is as far as its own records tell', () => {
  const known = { before: '0', after: '', timeBefore: '0' };
  const of = (...records: readonly RecordBody[]) => runStateOf([BEGIN, ...records]).changes.get(1);
  const begun = { ...known, timeAfter: null, isDone: false, undo: null, isUndone: false };
  assert.equal(of(), undefined);
  assert.equal(of(done(1)), undefined);
  assert.deepEqual(of(intent(1)), begun);
  assert.deepEqual(of(intent(1), intent(2), done(2)), begun);
  assert.deepEqual(of(intent(1), done(1)), { ...begun, isDone: true, timeAfter: '9' });
  const undo = { type: 'undo', change: 1, directoryTime: null } as const;
  assert.deepEqual(of(intent(1), undo), { ...begun, undo: { directoryTime: null } });
  assert.equal(of(intent(1), undo, { type: 'undone', change: 1 })?.isUndone, true);
});

test('the reason survives an end that has none', () => {
  const end = (why: readonly Refusal[]): RecordBody => ({ type: 'end', at: 't', status: 'undone', why });
  assert.deepEqual(runStateOf([BEGIN, { type: 'undoing', why: WHY }, end([])]).why, WHY);
  const other: readonly Refusal[] = [{ code: 'no-run', args: {} }];
  assert.deepEqual(runStateOf([BEGIN, { type: 'undoing', why: WHY }, end(other)]).why, other);
  const { isUndoing, effects } = runStateOf([BEGIN, { type: 'effect', effect: 0 }]);
  assert.deepEqual([isUndoing, effects], [false, [0]]);
});
