import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type LabRow, labTable } from '../real/lab/lab-table.ts';
import { readLabTable } from '../real/lab/read-lab-table.ts';

test('the table of the lab is read back as it was written, so that a run of some hosts keeps the others', () => {
  const host = { release: 'trixie', about: 'Nothing.', on: 'image' } as const;
  const rows: readonly LabRow[] = [
    { playbook: 'a/x', host: 'one', cells: ['unmet', 'met', 'unmet'] },
    { playbook: 'a/x', host: 'two', cells: ['unmet', 'refused: immutable, guard', 'unmet'] },
    { playbook: 'b/y', host: 'two', cells: ['not-applicable', 'not-applicable', 'not-applicable'] },
  ];
  const text = labTable(
    new Map([
      ['one', host],
      ['two', host],
    ]),
    ['a/x', 'b/y', 'c/z'],
    rows,
  );
  assert.deepEqual(readLabTable(text), rows);
});
