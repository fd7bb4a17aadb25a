import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyText } from '../../../src/report/verify-text.ts';
import { refusals, verified } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

test('sound journals, and what drifted', () => {
  assert.equal(
    verifyText(verified, loud),
    `
Run 000011: journal sound, 3 changes compared, no drift.

Run 000012: journal sound, 2 changes compared, 2 drifted.
  1. /etc/group
     was changed by somebody else
--- /etc/group
+++ /etc/group
@@ -1 +1 @@
-docker:x:998:deploy
+docker:x:998:deploy,mallory
  2. unit docker.service
     is back as it was before the run
docker.service
  active: active -> inactive

Journals sound, 2 changes drifted.
To make it as it should be: holdfast plan
To take a run back over the drift: holdfast rollback RUN --on-drift merge
`.slice(1),
  );
});

test('a damaged journal', () => {
  const damaged = {
    run: '000012',
    refusals: refusals.filter(({ code }) => code === 'journal-damaged'),
    compared: 0,
    drift: [],
  };
  assert.equal(
    verifyText([damaged], loud),
    `
Run 000012: The journal of run 000012 is damaged at record 3: the hash does not
            fit. Nothing was done with it. Restore the run's folder from a
            backup, or put files back with its rescue.sh.

1 journal not sound, 0 changes drifted.
`.slice(1),
  );
});

test('as applied', () => {
  assert.equal(verifyText(verified.slice(0, 1), quiet), 'Journals sound, everything is as applied.\n');
});
