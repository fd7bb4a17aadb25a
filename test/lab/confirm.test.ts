import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { compareManifests } from '../real/lab/compare-manifests.ts';
import { labTools } from '../real/lab/lab-tools.ts';
import type { Manifest } from '../real/lab/manifest.ts';
import { readReport } from '../real/lab/read-report.ts';
import { showDifferences } from '../real/lab/show-differences.ts';
import { type VirtualMachine, virtualMachine } from '../real/lab/virtual-machine.ts';
import { wrongHost } from '../real/lab/wrong-host.ts';

/*
 * Runs that nobody confirms, in a machine with a kernel, a clock and a disk of its own: whatever happens meanwhile,
 * everything is as before soon after the time is over. How late each was is said, in seconds.
 */
const HOLDFAST = '/opt/lab/node /opt/lab/holdfast.cjs';
const SECONDS = 30;
const APPLY = `${HOLDFAST} apply --unattended --quiet --confirm-within ${SECONDS}s`;
const LOGIN =
  'ssh -q -i /root/key -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null root@127.0.0.1';
const { entries, ...wrong } = wrongHost('bookworm');
const host = {
  ...wrong,
  entries: {
    ...entries,
    'etc/holdfast/policy.ini': { text: '[ssh/authentication]\nroot = prohibit-password\n', mode: 0o600 },
  },
  packages: ['dbus', 'libpam-systemd'],
  live: `
    ssh-keygen -q -t ed25519 -N '' -f /root/key
    install -d -m 0700 /root/.ssh
    cp /root/key.pub /root/.ssh/authorized_keys
  `,
};

/** What happens while the run waits, or to it; with the last run's journal in $journal. */
const MEANWHILE: Readonly<Record<string, string>> = {
  'nothing happens': `${APPLY}`,
  'its session is killed': `${LOGIN} '${APPLY}; sleep 600' & until_pending; pkill -KILL -f '^sshd: root'`,
  'it is killed in the middle': `${APPLY} & until_said '"type":"done"'; kill -KILL $!`,
  'the clock is set an hour back': `${APPLY}; date -s '-1 hour'`,
  'the clock is set a day ahead': `${APPLY}; date -s '+1 day'`,
  'the disk is full': `${APPLY}; dd if=/dev/zero of=/filled bs=1M status=none || sync`,
  'the default route is gone': `ip link add dummy0 type dummy; ip address add 192.0.2.2/24 dev dummy0
    ip link set dummy0 up; ip route add default via 192.0.2.1; ${APPLY}; ip route del default`,
  'nobody can log in': `${APPLY}; touch /run/nologin; systemctl stop ssh`,
};
const AFTERWARDS = `
  rm -f /filled /run/nologin; systemctl start ssh; ip link del dummy0 2> /dev/null || true
  pkill -x -f 'sleep 600' || true
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
    /** Waits for its end; how many seconds after its time it came, by the clock that nobody sets, or null where it never waited. */
    async lateness(run: number): Promise<number | null> {
      const journal = `${folder(run)}/journal.ndjson`;
      const waited = await sh(
        `i=0; while ! grep -q '"type":"end"' ${journal}; do i=$((i + 1)); [ $i -lt 1200 ] || exit 1; sleep 0.2; done
         cut -d ' ' -f 1 /proc/uptime`,
      );
      assert.equal(waited.status, 0, `run ${run} did not go back`);
      const pending = await sh(`sed -n 's/.*"type":"pending","untilMs":\\([0-9]*\\).*/\\1/p' ${journal}`);
      return pending.said.trim() === '' ? null : Number(waited.said) - Number(pending.said) / 1000;
    },
    async status(run: number): Promise<string | undefined> {
      const { said } = await sh(`${HOLDFAST} history ${folder(run).slice(-6)} --format json`);
      return readReport(said).status;
    },
  };
}

const configuration = (machine: VirtualMachine): Promise<Manifest> => machine.look('/etc');

test('a run that nobody confirms goes back in time, whatever happens meanwhile', async (t) => {
  using tools = await labTools();
  await using machine = await virtualMachine(host, tools.path);
  const { sh, folder, lateness, status } = on(machine);
  await machine.reboot();
  const before = await configuration(machine);
  const isAsBefore = async (what: string) =>
    assert.equal(showDifferences(compareManifests(before, await configuration(machine))), '', what);
  let run = 0;

  for (const [what, script] of Object.entries(MEANWHILE)) {
    run += 1;
    const done = await sh(`journal=${folder(run)}/journal.ndjson\n${SHELL}\n${script}`);
    const late = await lateness(run);
    t.diagnostic(`${what}: ${late === null ? 'never waited' : `${late.toFixed(1)} s late`}`);
    await sh(AFTERWARDS);
    assert.equal(await status(run), 'undone', `${what}: ${done.said}`);
    await isAsBefore(what);
  }

  for (const [what, off] of [
    ['a power loss before its time', 0],
    ['a power loss, and off until after it', SECONDS + 5],
  ] as const) {
    run += 1;
    assert.equal((await sh(APPLY)).status, 0);
    assert.equal(await status(run), 'waiting');
    await machine.powerLoss();
    await wait(off * 1000);
    await machine.start();
    await isAsBefore(what);
    assert.equal(await status(run), 'rescued', what);
    const early = await sh(
      'systemctl show --property=ExecMainExitTimestampMonotonic --value holdfast-rescue.service; systemctl show --property=ActiveEnterTimestampMonotonic --value network-pre.target ssh.service systemd-sysctl.service',
    );
    const [rescued = 0, ...others] = early.said.trim().split(/\s+/).map(Number);
    // A target that nothing asked for has no time.
    for (const other of others) assert.ok(other === 0 || rescued < other, `${what}: ${early.said}`);
    assert.equal((await sh(`${HOLDFAST} recover`)).status, 0);
    assert.equal(await status(run), 'undone');
    await isAsBefore(what);
  }
});
