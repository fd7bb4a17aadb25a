import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dueIn } from '../../../src/engine/due-in.ts';
import { runStateOf } from '../../../src/engine/run-state.ts';
import type { RecordBody } from '../../../src/model/record.ts';

const begin: RecordBody = { type: 'begin', at: '2026-01-02T03:04:05.000Z', plan: 'x' };
const pending = (boot: string | null): RecordBody => ({
  type: 'pending',
  at: '2026-01-02T03:05:05.000Z',
  boot,
  sinceMs: 1000,
  untilMs: 11_000,
});
const commit: RecordBody = { type: 'commit', at: '2026-01-02T03:06:05.000Z', status: 'applied', why: [] };

test('a waiting run is over at its time, and in every other boot', () => {
  for (const [name, records, moment, expected] of [
    ['in time', [begin, pending('a')], { boot: 'a', uptimeMs: 10_999 }, 1],
    ['at its time', [begin, pending('a')], { boot: 'a', uptimeMs: 11_000 }, 0],
    ['after its time', [begin, pending('a')], { boot: 'a', uptimeMs: 11_001 }, 0],
    ['another boot, early', [begin, pending('a')], { boot: 'b', uptimeMs: 5 }, 0],
    ['a boot nobody knows', [begin, pending('a')], { boot: null, uptimeMs: 5 }, 0],
    ['neither known', [begin, pending(null)], { boot: null, uptimeMs: 5 }, 0],
    ['kept', [begin, pending('a'), commit], { boot: 'b', uptimeMs: 5 }, null],
    ['not done yet', [begin], { boot: 'b', uptimeMs: 5 }, null],
  ] as const) {
    assert.equal(dueIn(runStateOf(records), moment), expected, name);
  }
});
