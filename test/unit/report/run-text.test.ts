import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runText } from '../../../src/report/run-text.ts';
import { refusals, run } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

test('done: the changes, what is left, the way back', () => {
  assert.equal(
    runText(run(), loud),
    `
Run 000012 is done: every change was made and read back.

2 changes:
  1. /etc/group
  2. kernel setting net/ipv4/conf/*/send_redirects
  then restart docker.service

Still open:
HIGH accounts/docker-group-members
  pending  user:deploy
    wanted: Only listed users are members of the group docker.
    done; takes effect at the next login
    because processes: pid 812 still has the group docker

LOW storage/docker-data-filesystem
  manual  directory:/var/lib/docker
    wanted: The data of Docker is on a file system of its own.
    because self/mountinfo: / (ext4)
    1. Add a disk of at least 40 GB.
    2. Stop docker.service and docker.socket, copy /var/lib/docker to it with
       "rsync -aHAX", and mount it there.

To take it back: holdfast rollback 000012
To see the diffs: holdfast history 000012
`.slice(1),
  );
});

test('stuck: why, and what a person must do', () => {
  const stuck = run({
    status: 'stuck',
    remaining: [],
    refusals: refusals.filter(({ code }) => code === 'foreign-state'),
  });
  assert.equal(
    runText(stuck, loud),
    `
Run 000012 is stuck: something is neither as before nor as planned, and was left
alone.
Because: /etc/x is neither as before run 000012 nor as the run wanted it, so it
         was left alone. Compare with "holdfast history 000012", make it one of
         the two, then: holdfast recover

2 changes:
  1. /etc/group
  2. kernel setting net/ipv4/conf/*/send_redirects
  then restart docker.service

A person is needed. Look at what is named above and make it as it was before, or
as the run wanted it.
To see both: holdfast history 000012
Then: holdfast recover
`.slice(1),
  );
});

test('each status says what to run next', () => {
  const next = {
    applied: 'holdfast rollback 000012',
    undone: 'holdfast plan',
    partly: 'holdfast rollback 000012',
    unfinished: 'holdfast recover',
    stuck: 'holdfast recover',
    rescued: 'holdfast verify',
    purged: 'given up',
  } as const;
  for (const [status, words] of Object.entries(next)) {
    assert.ok(runText(run({ status: status as keyof typeof next }), loud).includes(words), status);
  }
});

test('quiet: the outcome and why', () => {
  assert.equal(runText(run(), quiet), 'Run 000012 is done: every change was made and read back.\n');
  const undone = run({ status: 'undone', refusals: refusals.filter(({ code }) => code === 'no-run') });
  assert.equal(
    runText(undone, quiet),
    `
Run 000012 failed and was undone: everything is as it was before.
Because: There is no run to take back. See which there are: holdfast history
`.slice(1),
  );
});
