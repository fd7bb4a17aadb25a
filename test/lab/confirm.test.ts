import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { bundle } from '../../scripts/bundle.ts';
import { compareManifests } from '../real/lab/compare-manifests.ts';
import { labTools } from '../real/lab/lab-tools.ts';
import type { Manifest } from '../real/lab/manifest.ts';
import { type Report, readReport } from '../real/lab/read-report.ts';
import { showDifferences } from '../real/lab/show-differences.ts';
import { type VirtualMachine, virtualMachine } from '../real/lab/virtual-machine.ts';
import { wrongHost } from '../real/lab/wrong-host.ts';

/*
 * Runs that nobody confirms, in a machine with a kernel, a clock and a disk of its own: whatever happens meanwhile,
 * everything is as before soon after the time is over. How late each was is said, in seconds.
 */
const HOLDFAST = '/opt/lab/node /opt/lab/holdfast.cjs';
const SECONDS = 30;
const WAITING = `--unattended --quiet --confirm-within ${SECONDS}s`;
/** What waits whether or not somebody asks for it. */
const CAN_CUT_OFF = ['ssh/authentication', 'sudo/password-required'];
const APPLY = `${HOLDFAST} apply ${CAN_CUT_OFF.join(' ')} ${WAITING}`;
const APPLY_ALL = `${HOLDFAST} apply ${WAITING}`;
const ssh = (user: string) =>
  `ssh -q -i /root/key -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ${user}@127.0.0.1`;
const LOGIN = ssh('root');
/** The same program with playbooks that cut everybody off (test/lab/playbooks), and the same without its guards. */
const CUT_OFF = '/opt/lab/node /opt/lab/cut-off.cjs';
const UNGUARDED = '/opt/lab/node /opt/lab/unguarded.cjs';
const CUTTING = `${WAITING} --policy /etc/holdfast/cut-off.ini`;
const { entries, ...wrong } = wrongHost('bookworm');
const host = {
  ...wrong,
  entries: {
    ...entries,
    'etc/holdfast/policy.ini': { text: '[ssh/authentication]\nroot = prohibit-password\n', mode: 0o600 },
    'etc/holdfast/cut-off.ini': { text: '[run]\non-error = rollback\n', mode: 0o600 },
    'etc/sudoers.d/admin': { text: 'admin ALL=(ALL:ALL) NOPASSWD: ALL\n', mode: 0o440 },
  },
  packages: ['dbus', 'libpam-systemd'],
  live: `
    ssh-keygen -q -t ed25519 -N '' -f /root/key
    install -d -m 0700 /root/.ssh
    cp /root/key.pub /root/.ssh/authorized_keys
    useradd -m -s /bin/bash admin
    echo admin:password | chpasswd
    install -d -o admin -m 0700 /home/admin/.ssh
    install -o admin -m 0600 /root/key.pub /home/admin/.ssh/authorized_keys
  `,
};

/** What happens while the run waits, or to it; with the last run's journal in $journal. */
const MEANWHILE: Readonly<Record<string, string>> = {
  'nothing happens': APPLY,
  'nothing happens, with everything at once': APPLY_ALL,
  'its session is killed': `${LOGIN} '${APPLY}; sleep 600' & until_pending; pkill -KILL -f '^sshd: root'`,
  'it is killed in the middle': `${APPLY_ALL} & until_said '"type":"done"'; kill -KILL $!`,
  'the clock is set an hour back': `${APPLY}; date -s '-1 hour'`,
  'the clock is set a day ahead': `${APPLY}; date -s '+1 day'`,
  // At once but for the rest, or its time would be over first.
  'the disk is full': `${APPLY}; fallocate -l $(($(stat -f -c '%f * %S' /))) /filled
    dd if=/dev/zero of=/filled bs=64k oflag=append conv=notrunc status=none || sync`,
  'the default route is gone': `ip link add dummy0 type dummy; ip address add 192.0.2.2/24 dev dummy0
    ip link set dummy0 up; ip route add default via 192.0.2.1; ${APPLY}; ip route del default`,
  'nobody can log in': `${APPLY}; touch /run/nologin; systemctl stop ssh`,
};
const AFTERWARDS = `
  rm -f /filled /run/nologin; systemctl start ssh; ip link del dummy0 2> /dev/null || true
  pkill -x -f 'sleep 600' || true
  # A user's slice goes ten seconds after the last session (logind.conf(5), UserStopDelaySec=), and what took the run
  # back goes when it has told the system's journal.
  tries=0
  until [ -z "$(systemctl list-units --no-legend --plain 'user-*.slice' 'user-runtime-dir@*' 'run-user-*' 'holdfast-revert-*')" ]; do
    tries=$((tries + 1)); [ "$tries" -lt 120 ] || exit 1; sleep 1
  done
`;
const SHELL = `
  until_said() { while ! grep -q -s "$1" "$journal"; do sleep 0.1; done; }
  until_pending() { until_said '"type":"pending"'; }
`;

function on(machine: VirtualMachine) {
  const sh = async (script: string) => {
    const { status, stdout, stderr } = await machine.run('/bin/sh', '-uc', script);
    return { status, said: `${stdout}${stderr}` };
  };
  const folder = (run: number) => `/var/lib/holdfast/runs/${String(run).padStart(6, '0')}`;
  return {
    sh,
    folder,
    /**
     * Waits for its end; how many seconds after its time it came, by the clock that nobody sets, or null where it
     * never waited. The end is the journal's last write, however long ago: looking often would slow down what is
     * looked at.
     */
    async lateness(run: number): Promise<number | null> {
      const journal = `${folder(run)}/journal.ndjson`;
      const waited = await sh(
        `i=0; while ! grep -q '"type":"end"' ${journal}; do i=$((i + 1)); [ $i -lt 100 ] || exit 1; sleep 3; done
         date +%s.%N; stat -c %.9Y ${journal}; cut -d ' ' -f 1 /proc/uptime`,
      );
      assert.equal(waited.status, 0, `run ${run} did not go back`);
      const pending = await sh(`sed -n 's/.*"type":"pending","untilMs":\\([0-9]*\\).*/\\1/p' ${journal}`);
      if (pending.said.trim() === '') return null;
      const [now = 0, written = 0, uptime = 0] = waited.said.split('\n').map(Number);
      return uptime - (now - written) - Number(pending.said) / 1000;
    },
    async report(run: number): Promise<Report> {
      const { said } = await sh(`${HOLDFAST} history ${folder(run).slice(-6)} --format json`);
      return readReport(said);
    },
  };
}

const configuration = (machine: VirtualMachine): Promise<Manifest> => machine.look('/etc');

/** Beside the program itself, for the machine to see. */
async function addCutOff(tools: string): Promise<void> {
  const guarded = join(tools, 'cut-off.cjs');
  await bundle('src/cli/main.ts', guarded, 'test/lab/playbooks');
  const text = readFileSync(guarded, 'utf8');
  const unguarded = text.replace(/\bguards = \[[^\]]*\]/, 'guards = []');
  assert.notEqual(unguarded, text);
  writeFileSync(join(tools, 'unguarded.cjs'), unguarded);
}

test('a run that nobody confirms goes back in time, whatever happens meanwhile', async (t) => {
  using tools = await labTools();
  await addCutOff(tools.path);
  await using machine = await virtualMachine(host, tools.path);
  const { sh, folder, lateness, report } = on(machine);
  const status = async (run: number) => (await report(run)).status;
  await machine.reboot();
  const before = await configuration(machine);
  const isAsBefore = async () =>
    assert.equal(showDifferences(compareManifests(before, await configuration(machine))), '');
  let run = 0;
  /** Late by how much is for who reads it: it says more of the machine than of the program. */
  const wentBack = async (own: TestContext, said: string) => {
    const late = await lateness(run);
    own.diagnostic(`${own.name}: ${late === null ? 'never waited' : `${late.toFixed(1)} s late`}`);
    const tidied = await sh(AFTERWARDS);
    assert.equal(tidied.status, 0, tidied.said);
    assert.equal(await status(run), 'undone', said);
    await isAsBefore();
  };

  for (const [what, script] of Object.entries(MEANWHILE))
    await t.test(what, async (own) => {
      run += 1;
      const { said } = await sh(`journal=${folder(run)}/journal.ndjson\n${SHELL}\n${script}`);
      await wentBack(own, said);
    });
  const { changes = [] } = await report(1);
  const changed = changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook));
  assert.deepEqual([...new Set(changed)].sort(), CAN_CUT_OFF);

  // Root's own key is put away: else that is a way to become root, and one that sudo does not close.
  for (const [cut, guard, way] of [
    ['cut-off/ssh', 'ssh-login', `${ssh('admin')} true`],
    ['cut-off/sudo', 'can-become-root', `${ssh('admin')} sudo -n true`],
  ] as const)
    await t.test(`${cut}, with the guards taken out`, async (own) => {
      assert.equal((await sh('mv /root/.ssh/authorized_keys /root/put-away')).status, 0);
      assert.equal((await sh(way)).status, 0);
      const refused = await sh(`${CUT_OFF} apply ${cut} ${CUTTING}`);
      assert.equal(refused.status, 3, refused.said);
      assert.match(refused.said, new RegExp(`The\\s+guard\\s+${guard}\\s+stops`));
      run += 1;
      const applied = await sh(`${UNGUARDED} apply ${cut} ${CUTTING}`);
      assert.equal(applied.status, 0, applied.said);
      assert.notEqual((await sh(way)).status, 0);
      await wentBack(own, applied.said);
      assert.equal((await sh(way)).status, 0);
      assert.equal((await sh('mv /root/put-away /root/.ssh/authorized_keys')).status, 0);
    });

  for (const [what, off] of [
    ['a power loss before its time', 0],
    ['a power loss, and off until after it', SECONDS + 5],
  ] as const)
    await t.test(what, async () => {
      run += 1;
      assert.equal((await sh(APPLY_ALL)).status, 0);
      assert.equal(await status(run), 'waiting');
      await machine.powerLoss();
      await wait(off * 1000);
      await machine.start();
      await isAsBefore();
      assert.equal(await status(run), 'rescued');
      const early = await sh(
        'systemctl show --property=ExecMainExitTimestampMonotonic --value holdfast-rescue.service; systemctl show --property=ActiveEnterTimestampMonotonic --value network-pre.target ssh.service systemd-sysctl.service',
      );
      const [rescued = 0, ...others] = early.said.trim().split(/\s+/).map(Number);
      // A target that nothing asked for has no time.
      for (const other of others) assert.ok(other === 0 || rescued < other, early.said);
      assert.equal((await sh(`${HOLDFAST} recover`)).status, 0);
      assert.equal(await status(run), 'undone');
      await isAsBefore();
    });

  await t.test('who may confirm, and that nothing else is begun meanwhile', async () => {
    run += 1;
    const confirm = `${HOLDFAST} confirm ${folder(run).slice(-6)}`;
    const old = await sh(
      `${LOGIN} 'until test -e /run/go; do sleep 0.2; done; ${confirm}; echo $? > /run/old' > /run/old-said 2>&1 &
       tries=0; until loginctl --no-legend | grep -q root; do tries=$((tries + 1)); [ $tries -lt 300 ] || exit 1; sleep 0.2; done`,
    );
    assert.equal(old.status, 0, old.said);
    assert.equal((await sh(`${HOLDFAST} apply --unattended --quiet --confirm-within 1h`)).status, 0);
    const second = await sh(`${HOLDFAST} apply --unattended --quiet`);
    assert.equal(second.status, 3, second.said);
    assert.equal((await sh(confirm)).status, 3);
    const refused = await sh(
      'touch /run/go; until test -s /run/old; do sleep 0.2; done; cat /run/old /run/old-said',
    );
    assert.match(refused.said, /^3\n/);
    assert.match(refused.said, /session-\d+\.scope\)\s+began\s+before/);
    assert.equal(await status(run), 'waiting');
    const fresh = await sh(`${LOGIN} ${confirm}`);
    assert.equal(fresh.status, 0, fresh.said);
    assert.equal(await status(run), 'applied');
    assert.equal((await sh(`${HOLDFAST} verify`)).status, 0);
  });
});
