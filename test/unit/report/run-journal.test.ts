import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runJournal } from '../../../src/report/run-journal.ts';
import { change, refusals, run } from './samples.ts';

test('how a run ended, why, and what it changed, each in a line of the run', () => {
  const lines = runJournal(run());
  assert.deepEqual(
    lines.map(({ MESSAGE }) => MESSAGE),
    [
      'Run 000012, apply, is done: every change was made and read back.',
      'Run 000012: 1. /etc/group',
      'Run 000012: 2. kernel setting net/ipv4/conf/*/send_redirects',
    ],
  );
  for (const { HOLDFAST_RUN, HOLDFAST_STATUS, PRIORITY } of lines) {
    assert.deepEqual([HOLDFAST_RUN, HOLDFAST_STATUS, PRIORITY], ['000012', 'applied', '5']);
  }
});

test('what went wrong is said, in one line, as a warning', () => {
  const why = refusals.filter(({ code }) => code === 'probe-failed');
  const lines = runJournal(run({ status: 'undone', refusals: why }));
  assert.match(lines[1]?.MESSAGE ?? '', /^Run 000012: The probe probe-shop succeeded before and fails now: /);
  assert.equal(lines[1]?.PRIORITY, '4');
});

test('no name on the host makes a field of its own', () => {
  const lines = runJournal(run({ changes: [change({ key: '/etc/x\nPRIORITY=0' })] }));
  assert.equal(lines[1]?.MESSAGE, 'Run 000012: 1. /etc/x\\x0aPRIORITY=0');
  for (const line of lines) for (const value of Object.values(line)) assert.doesNotMatch(value, /[\n\r]/);
});
