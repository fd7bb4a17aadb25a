import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sshdSeconds } from '../../../src/formats/sshd-seconds.ts';

test('times as sshd_config(5) writes them', () => {
  const table: readonly (readonly [string, number | null])[] = [
    ['0', 0],
    ['90', 90],
    ['1m', 60],
    ['1h30m', 5400],
    ['1H30M5', 5405],
    ['2d', 172_800],
    ['1w0s', 604_800],
    ['', null],
    ['m', null],
    ['1y', null],
    ['1 m', null],
    ['-1', null],
    ['1.5m', null],
    [`${'1'.repeat(40)}x`, null],
  ];
  for (const [text, seconds] of table) assert.equal(sshdSeconds(text), seconds, text);
});
