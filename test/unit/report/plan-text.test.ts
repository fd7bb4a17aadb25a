import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planText } from '../../../src/report/plan-text.ts';
import { finding, plan, planView, refusals, shown } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

test('what is wrong, every diff, what follows, what stays, what next', () => {
  assert.equal(
    planText(planView, loud, {
      apply: 'holdfast apply --root /mnt',
      rollback: 'holdfast rollback --last --root /mnt',
    }),
    `
Now:
HIGH accounts/docker-group-members
  unmet  user:ci
    wanted: Only listed users are members of the group docker.
    because /etc/group:42: docker:x:998:ci,deploy
  pending  user:deploy
    wanted: Only listed users are members of the group docker.
    done; takes effect at the next login
    because processes: pid 812 still has the group docker
  waived  user:backup
    wanted: Only listed users are members of the group docker.
    because /etc/group:42: docker:x:998:ci,deploy
    waived until 2027-01-31 by ops@example.org; without the waiver: unmet
    reason: has no other way to stop containers; until it is replaced

MEDIUM audit/docker-files
  unknown  rules
    wanted: Every change to the files of Docker is logged.
    because /etc/audit/rules.d/x.rules:7: cannot be understood

MEDIUM network/icmp-redirects
  unmet  key:net.ipv4.conf.*.send_redirects
    wanted: net.ipv4.conf.*.send_redirects is 0 on every interface.
    because /proc/sys/net/ipv4/conf/eth0/send_redirects: 1
    also /etc/sysctl.conf:3: net.ipv4.conf.eth0.send_redirects = 0

LOW storage/docker-data-filesystem
  manual  directory:/var/lib/docker
    wanted: The data of Docker is on a file system of its own.
    because self/mountinfo: / (ext4)
    1. Add a disk of at least 40 GB.
    2. Stop docker.service and docker.socket, copy /var/lib/docker to it with
       "rsync -aHAX", and mount it there.

Changes:
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

After all changes:
  daemon-reload
  restart docker.service

What will still be open:
  pending  accounts/docker-group-members user:deploy
  manual  storage/docker-data-filesystem directory:/var/lib/docker
  unknown  audit/docker-files rules

Plan: 2 changes, 2 effects.
Now: 8 requirements: 2 unmet, 1 manual, 1 unknown, 1 pending, 1 waived, 1 met, 1
     not applicable.
Then: 8 requirements: 1 manual, 1 unknown, 1 pending, 1 waived, 3 met, 1 not
      applicable.
Digest: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
Next, to make exactly these changes, and to take them back:
  holdfast apply --root /mnt
  holdfast rollback --last --root /mnt
`.slice(1),
  );
});

test('a captured host sends to the host itself; where a question follows, nothing is said of what to run', () => {
  const captured = planText(planView, loud, { apply: 'holdfast apply --profile strict', rollback: null });
  assert.match(captured, /\nA captured host is only looked at\..*:\n {2}holdfast apply --profile strict\n$/);
  assert.doesNotMatch(planText(planView, loud), /holdfast apply/);
});

test('what could not be judged at all is named once', () => {
  const [first] = plan.expected;
  assert.ok(first !== undefined);
  const whole = { ...first, verdict: 'unknown', playbook: 'a/b', object: 'a/b' } as const;
  assert.match(planText({ plan: { ...plan, expected: [whole] }, shown }, loud), /\n {2}unknown {2}a\/b\n/);
});

test('what only a look after the change can tell is not called open', () => {
  const member = finding({ observed: true });
  const later = { ...plan, findings: [member], expected: [{ ...member, verdict: 'manual' } as const] };
  assert.match(
    planText({ plan: later, shown }, loud),
    /\n {2}expected to be met {2}accounts\/docker-group-members user:ci: only a look after the change can tell\n/,
  );
  const same = { ...later, findings: [finding()] };
  assert.match(
    planText({ plan: same, shown }, loud),
    /\n {2}manual {2}accounts\/docker-group-members user:ci\n/,
  );
});

test('a refused plan says so instead of what to run', () => {
  const refused = { ...plan, refusals: refusals.filter(({ code }) => code === 'guard') };
  const text = planText({ plan: refused, shown }, loud, { apply: 'holdfast apply', rollback: null });
  assert.match(text, /\nRefused: The guard last-way-in stops a\/b at user:ci: nobody could log in\./);
  assert.match(text, /Nothing can be applied until what is refused above is settled\.\n$/);
  assert.doesNotMatch(text, /holdfast apply/);
});

test('a refusal of several changes is said once', () => {
  const full = { code: 'no-space', args: { path: '/etc', needed: 8192, free: 0 } } as const;
  const text = planText({ plan: { ...plan, refusals: [full, { ...full }] }, shown }, loud);
  assert.equal(text.match(/Refused:/g)?.length, 1);
});

test('nothing to change', () => {
  const nothing = { ...plan, findings: [], expected: [], changes: [], effects: [] };
  assert.equal(planText({ plan: nothing, shown: new Map() }, loud), 'Nothing to change.\n0 requirements.\n');
});

test('quiet: the counts and what is refused', () => {
  assert.equal(planText(planView, quiet), 'Plan: 2 changes, 2 effects.\n');
  const refused = { ...plan, refusals: refusals.filter(({ code }) => code === 'no-run') };
  assert.equal(
    planText({ plan: refused, shown }, quiet),
    `
Refused: There is no run to take back. See which there are: holdfast history
Plan: 2 changes, 2 effects. It is refused.
`.slice(1),
  );
});
