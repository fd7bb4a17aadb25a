import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FaultRow, faultPage } from '../faults/lab/fault-page.ts';
import { readFaultPage } from '../faults/lab/read-fault-page.ts';

test('the page of faults is read back as it was written, so that a run of some rows keeps the others', () => {
  const rows: readonly FaultRow[] = [
    {
      scenario: 'create: apply',
      fault: 'kill-tree',
      settling: 'recover',
      counts: [132, 127, 5, 0, 0],
      commit: '7bf82bd',
    },
    {
      scenario: 'drift: rollback --on-drift merge',
      fault: 'killed at 97%, then errors=ENOSPC',
      settling: 'rescue.sh',
      counts: [3, 2, 0, 1, 2],
      commit: '0000000',
    },
  ];
  const page = faultPage(rows, 7);
  assert.deepEqual(readFaultPage(page), rows);
  assert.match(page, /In all 135 points, 1 mixed, 2 amiss\. Not tried yet: 7 rows\./);
});
