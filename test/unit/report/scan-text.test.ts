import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanText } from '../../../src/report/scan-text.ts';
import { finding, findings, host, scan } from './samples.ts';

const loud = { color: false, quiet: false };
const quiet = { color: false, quiet: true };

test('the most severe first, with evidence, steps, counts and what to do next', () => {
  assert.equal(
    scanText(scan, loud),
    `
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

8 requirements: 2 unmet, 1 manual, 1 unknown, 1 pending, 1 waived, 1 met, 1 not
applicable.
Next: "holdfast plan" shows the exact changes and makes none.
Manual: follow the numbered steps above, then scan again.
Unknown: the lines above say what could not be read, and why.
`.slice(1),
  );
});

test('nothing wrong', () => {
  const met = findings.filter(({ verdict }) => verdict === 'met');
  assert.equal(scanText({ host, findings: met }, loud), '1 requirement: 1 met.\n');
  assert.equal(scanText({ host, findings: [] }, loud), '0 requirements.\n');
});

test('quiet: the counts', () => {
  assert.equal(scanText({ host, findings: [finding()] }, quiet), '1 requirement: 1 unmet.\n');
});

test('a waiver that ended is named beside the true verdict', () => {
  const waiver = {
    name: 'w',
    playbook: 'a/b',
    object: 'user:ci',
    reason: 'moving house',
    owner: 'ops',
    until: '2026-01-31',
  };
  const text = scanText({ host, findings: [finding({ waiver })] }, loud);
  assert.match(
    text,
    /unmet {2}user:ci\n.*waiver "w" of ops ended on 2026-01-31; renew or remove it\n {4}reason: moving house\n/s,
  );
});
