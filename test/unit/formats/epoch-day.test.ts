import assert from 'node:assert/strict';
import { test } from 'node:test';
import { epochDay } from '../../../src/formats/epoch-day.ts';

test('days since the epoch are those of the calendar', () => {
  for (let day = 0; day < 60_000; day += 17) {
    assert.equal(epochDay(new Date(day * 86_400_000).toISOString().slice(0, 10)), day);
  }
  for (const date of ['2000-02-29', '2000-03-01', '2100-02-28', '2100-03-01', '2026-12-31']) {
    assert.equal(epochDay(date), Date.parse(date) / 86_400_000);
  }
});
