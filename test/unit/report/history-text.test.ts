import assert from 'node:assert/strict';
import { test } from 'node:test';
import { historyRunText, historyText } from '../../../src/report/history-text.ts';
import { refusals, run, runView } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

const view = {
  runs: [run({ rolledBackBy: ['000013'] }), run({ id: '000013', type: 'rollback', of: '000012' })],
  refusals: refusals.filter(({ code }) => code === 'journal-damaged'),
};

test('one line for each run; a damaged journal does not hide the others', () => {
  assert.equal(
    historyText(view, loud),
    `
RUN     STARTED (UTC)     WHAT      STATUS      CHANGES  ROLLED BACK BY
000012  2026-11-22 03:04  apply     applied           2  000013
000013  2026-11-22 03:04  rollback  applied           2
Damaged: The journal of run 000012 is damaged at record 3: the hash does not
         fit. Nothing was done with it. Restore the run's folder from a backup,
         or put files back with its rescue.sh.

One run with its diffs: holdfast history RUN
To take one back: holdfast rollback RUN
`.slice(1),
  );
});

test('no runs', () => {
  assert.equal(historyText({ runs: [], refusals: [] }, loud), 'No runs yet.\n');
});

test('quiet: the lines alone', () => {
  assert.equal(
    historyText({ ...view, refusals: [] }, quiet),
    `
000012  2026-11-22 03:04  apply     applied           2  000013
000013  2026-11-22 03:04  rollback  applied           2
`.slice(1),
  );
});

test('one run with its diffs and the way back', () => {
  assert.equal(
    historyRunText(runView, loud),
    `
Run 000012 is done: every change was made and read back.
What: apply, 2 changes, by Holdfast 0.1.0
From 2026-11-22T03:04:05.678Z to 2026-11-22T03:04:06.000Z

1. /etc/group
   for: accounts/docker-group-members
   undo: exact
--- /etc/group
+++ /etc/group
@@ -1,2 +1,2 @@
 root:x:0:
-docker:x:998:ci,deploy
+docker:x:998:deploy
  mode: 0664 -> 0644

2. kernel setting net/ipv4/conf/*/send_redirects
   for: network/icmp-redirects
   undo: best effort, it may not come back quite as it was
   afterwards: restart docker.service
net.ipv4.conf.*.send_redirects
  eth0: 1 -> 0
  default: 1 -> 0

After all changes: restart docker.service

To take it back: holdfast rollback 000012
`.slice(1),
  );
});

test('no way back is offered where there is none', () => {
  for (const differences of [
    { status: 'undone' },
    { status: 'purged' },
    { rolledBackBy: ['000013'] },
  ] as const) {
    assert.doesNotMatch(historyRunText({ ...runView, run: run(differences) }, loud), /holdfast rollback/);
  }
});
