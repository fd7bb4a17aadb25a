import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareManifests } from '../real/lab/compare-manifests.ts';
import { labTools } from '../real/lab/lab-tools.ts';
import { MADE_WRONG } from '../real/lab/made-wrong.ts';
import { readReport } from '../real/lab/read-report.ts';
import { showDifferences } from '../real/lab/show-differences.ts';
import { virtualMachine } from '../real/lab/virtual-machine.ts';
import { wrongHost } from '../real/lab/wrong-host.ts';

/** A password, since whom sudo cannot ask for one is left to a person, and a key, since somebody must come in without. */
const WAYS_IN = `
  for user in ci dev op; do usermod -p '$y$j9T$salt$hash' "$user"; done
  ssh-keygen -q -t ed25519 -N '' -f /root/op
  install -d -o op -m 0755 /home/op
  install -d -o op -m 0700 /home/op/.ssh
  install -o op -m 0600 /root/op.pub /home/op/.ssh/authorized_keys
`;

for (const release of ['bookworm', 'trixie'] as const) {
  test(`${release}: all applied is met after a reboot, and all taken back is after another as on the first day`, async () => {
    using tools = await labTools();
    const { prepare = '', ...wrong } = wrongHost(release);
    await using machine = await virtualMachine({ ...wrong, prepare: `${prepare}${WAYS_IN}` }, tools.path);
    const report = async (status: number, ...args: readonly string[]) => {
      const ran = await machine.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...args, '--format', 'json');
      assert.equal(ran.status, status, `${args.join(' ')}: ${ran.stderr}`);
      return readReport(ran.stdout);
    };

    // The first boot of all writes a few files of its own, such as the keys of SSH.
    await machine.reboot();
    const before = await machine.look();
    assert.deepEqual(await unmet(), MADE_WRONG);

    assert.equal((await report(0, 'apply', '--unattended')).status, 'applied');
    assert.deepEqual(await unmet(), []);
    await machine.reboot();
    assert.deepEqual(await unmet(), []);
    assert.deepEqual((await report(0, 'plan')).changes, []);
    await report(0, 'verify');

    assert.equal((await report(0, 'rollback', '--last', '--yes')).status, 'applied');
    await machine.reboot();
    assert.equal(showDifferences(compareManifests(before, await machine.look())), '');

    /** Playbooks that have something to do, in order. */
    async function unmet(): Promise<readonly string[]> {
      const ran = await machine.run('/opt/lab/node', '/opt/lab/holdfast.cjs', 'scan', '--format', 'json');
      const { requirements = [] } = readReport(ran.stdout);
      const found = requirements.filter(({ verdict }) => verdict === 'unmet').map(({ playbook }) => playbook);
      return [...new Set(found)].sort();
    }
  });
}
