import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { BootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { containerHost } from './lab/container-host.ts';
import type { LabHost } from './lab/lab-host.ts';
import { readReport } from './lab/read-report.ts';
import { showDifferences } from './lab/show-differences.ts';
import { wrongHost } from './lab/wrong-host.ts';

const RUN = ['/opt/lab/node', '/opt/lab/holdfast.cjs'];
const POLICY = '[ssh/authentication]\nroot = prohibit-password\n';
const SHORT = ['--confirm-within', '10s'];
const LOGIN = 'ssh -i /root/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@127.0.0.1';

/** One that root can log in to, with sessions that systemd knows. */
const { entries = {}, ...wrong } = wrongHost('bookworm');
const reachable: LabHost = {
  ...wrong,
  entries: { ...entries, 'etc/holdfast/policy.ini': { text: POLICY, mode: 0o600 } },
  on: 'container',
  packages: ['dbus', 'libpam-systemd', 'openssh-client'],
  live: `
    ssh-keygen -q -t ed25519 -N '' -f /root/key
    install -d -m 0700 /root/.ssh
    cp /root/key.pub /root/.ssh/authorized_keys
  `,
};

function at(host: BootedHost) {
  const holdfast = (...args: readonly string[]) => {
    const ran = host.run(...RUN, ...args, '--format', 'json');
    return { ...ran, report: ran.stdout === '' ? null : readReport(ran.stdout) };
  };
  const leftovers = () =>
    host.run(
      '/bin/sh',
      '-c',
      'systemctl list-units --all --no-legend --plain "holdfast-revert-*"; ls -d /etc/systemd/system/holdfast-*',
    ).stdout;
  return {
    holdfast,
    apply: (...more: readonly string[]) => {
      const { status, report, stderr } = holdfast('apply', '--unattended', ...more);
      assert.deepEqual([status, report?.status], [0, 'waiting'], stderr);
    },
    codes: (...args: readonly string[]) => {
      const { status, report } = holdfast(...args);
      return [status, ...(report?.refusal === undefined ? [] : [report.refusal.code])];
    },
    statusOf: (run: string) => holdfast('history', run).report?.status,
    ended: async (run: string) => {
      for (let tries = 0; tries < 120; tries += 1) {
        const { status } = host.run(
          'grep',
          '-q',
          '"type":"end"',
          `/var/lib/holdfast/runs/${run}/journal.ndjson`,
        );
        // What took it back tells the system's journal after that.
        if (status === 0 && leftovers() === '') return;
        await wait(500);
      }
      assert.fail(`run ${run} did not go back`);
    },
    leftovers,
  };
}

const same = async (host: BootedHost, before: Awaited<ReturnType<BootedHost['look']>>) =>
  assert.equal(showDifferences(compareManifests(before, await host.look())), '');

test('a run that nobody confirms goes back by itself, and while it waits nothing else is changed', async () => {
  await using host = await containerHost(reachable);
  const { apply, codes, ended, holdfast, leftovers, statusOf } = at(host);
  const before = await host.look();

  apply(...SHORT);
  assert.deepEqual(codes('apply', '--unattended'), [3, 'run-waits']);
  assert.deepEqual(codes('recover'), [0]);
  assert.equal(statusOf('000001'), 'waiting');
  await ended('000001');
  assert.equal(statusOf('000001'), 'undone');
  assert.deepEqual(
    holdfast('history', '000001').report?.refusals?.map(({ code }) => code),
    ['not-confirmed'],
  );
  await same(host, before);
  assert.equal(leftovers(), '');

  // Taken back at once, by whoever cannot wait.
  apply('--confirm-within', '1h');
  assert.equal(holdfast('rollback', '--last', '--yes').status, 0);
  assert.equal(statusOf('000002'), 'undone');
  await same(host, before);
  assert.equal(leftovers(), '');

  // Killed in the middle, with nobody there to recover it.
  const journal = '/var/lib/holdfast/runs/000003/journal.ndjson';
  const killed = host.run(
    '/bin/sh',
    '-uc',
    `${RUN.join(' ')} apply --unattended --quiet ${SHORT.join(' ')} &
     until grep -q -s '"type":"done"' ${journal}; do :; done; kill -KILL $!`,
  );
  assert.equal(killed.status, 0, killed.stderr);
  assert.equal(statusOf('000003'), 'unfinished');
  await ended('000003');
  await same(host, before);

  // Holdfast itself is gone when the time is over.
  host.run('cp', RUN[1] ?? '', '/run/holdfast.cjs');
  const own = host.run(RUN[0] ?? '', '/run/holdfast.cjs', 'apply', '--unattended', ...SHORT);
  assert.equal(own.status, 0, own.stderr);
  host.run('rm', '/run/holdfast.cjs');
  for (let tries = 0; tries < 60 && statusOf('000004') !== 'rescued'; tries += 1) await wait(500);
  assert.equal(statusOf('000004'), 'rescued');
  assert.equal(holdfast('recover').status, 0);
  await same(host, before);
});

test('a boot takes it back whatever the time', async () => {
  await using host = await containerHost(reachable);
  const { apply, codes, holdfast, leftovers, statusOf } = at(host);
  await host.reboot();
  const before = await host.look();
  apply('--confirm-within', '1h');
  await host.powerLoss();
  await host.start();
  assert.equal(statusOf('000001'), 'rescued');
  assert.deepEqual(codes('confirm', '000001'), [3, 'not-waiting']);
  assert.equal(statusOf('000001'), 'undone');
  assert.equal(leftovers(), '');
  await same(host, before);
  assert.equal(holdfast('plan').status, 2);
});

test('it is confirmed from a login that began after it, and from no other', async () => {
  await using host = await containerHost(reachable);
  const { apply, codes, holdfast, leftovers, statusOf } = at(host);
  const inside = (script: string) => host.run('/bin/sh', '-euc', script);
  const confirm = (run: string) => `${RUN.join(' ')} confirm ${run}`;
  const old = inside(
    `${LOGIN} 'while ! test -e /run/go; do sleep 0.2; done; ${confirm('000001')}' > /run/old 2>&1 &
     while ! loginctl --no-legend | grep -q root; do sleep 0.2; done`,
  );
  assert.equal(old.status, 0, old.stderr);
  apply('--confirm-within', '1h');
  // From no login at all, and from one that is older than the run.
  assert.deepEqual(codes('confirm', '000001'), [3, 'no-new-login']);
  inside('touch /run/go; while ! test -s /run/old || pgrep -x ssh; do sleep 0.2; done');
  assert.match(inside('cat /run/old').stdout, /session-\d+\.scope\)\s+began\s+before/);
  assert.equal(statusOf('000001'), 'waiting');

  const fresh = inside(`${LOGIN} ${confirm('000001')}`);
  assert.equal(fresh.status, 0, fresh.stderr);
  assert.equal(statusOf('000001'), 'applied');
  assert.equal(leftovers(), '');
  assert.equal(holdfast('verify').status, 0);
  assert.deepEqual(codes('confirm', '000001'), [3, 'not-waiting']);
});
