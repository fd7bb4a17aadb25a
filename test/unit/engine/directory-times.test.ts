import assert from 'node:assert/strict';
import { test } from 'node:test';
import { directoryTimes } from '../../../src/engine/directory-times.ts';
import { runStateOf } from '../../../src/engine/run-state.ts';

/** A run whose changes, in one directory, each took it from one time to the next. */
function made(...times: readonly [before: string, after: string][]) {
  const changes = times.map((_, i) => ({ number: i + 1, directory: '/etc/x' as const }));
  const records = times.flatMap(([directoryTime, after], i) => [
    { type: 'intent', change: i + 1, before: null, after: '', directoryTime } as const,
    { type: 'done', change: i + 1, directoryTime: after } as const,
  ]);
  return { plan: { changes }, state: runStateOf(records) };
}

const run = made(['10', '11'], ['11', '12'], ['12', '13']);
const [first, second, third] = run.plan.changes;

test('backwards, each gives the directory the time before it', () => {
  const timeOf = directoryTimes(run, [], run.plan.changes);
  assert.deepEqual(
    [third, second, first].map((change) => change && timeOf(change)),
    [
      { from: '13', to: '12' },
      { from: '12', to: '11' },
      { from: '11', to: '10' },
    ],
  );
});

test('forwards, the time stays that of the last that stands, and the last one gives back the first time', () => {
  const timeOf = directoryTimes(run, [], run.plan.changes);
  assert.deepEqual(
    [first, second, third].map((change) => change && timeOf(change)),
    [
      { from: '13', to: '13' },
      { from: '13', to: '13' },
      { from: '13', to: '10' },
    ],
  );
});

test('what an earlier rollback has taken back no longer counts, and its time is where this one starts', () => {
  const earlier = made(['13', '20']);
  const standing = run.plan.changes.slice(0, 2);
  const timeOf = directoryTimes(run, [earlier], standing);
  assert.deepEqual(second && timeOf(second), { from: '20', to: '11' });
  assert.deepEqual(first && timeOf(first), { from: '11', to: '10' });
});

test('what is no entry, or was not done, has no time', () => {
  const timeOf = directoryTimes(run, [], run.plan.changes);
  assert.equal(timeOf({ number: 4, directory: null }), null);
  assert.equal(timeOf({ number: 4, directory: '/etc/y' }), null);
});
