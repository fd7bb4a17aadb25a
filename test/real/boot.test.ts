import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { runWithFault } from '../faults/lab/run-with-fault.ts';
import { bootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast } from './lab/holdfast.ts';
import { manifest } from './lab/manifest.ts';
import { readReport } from './lab/read-report.ts';
import { runTool } from './lab/run-tool.ts';
import { showDifferences } from './lab/show-differences.ts';

/** What nobody need confirm: else the run is refused, and nothing is tried here. */
const PLAYBOOKS = ['accounts/docker-group-members', 'network/icmp-redirects'];
/** What a boot itself writes; no change of a run is among it. */
const CONFIGURATION = '/etc';

test('after a power loss in the middle of a run the next boot puts every file back, without Node', async () => {
  using debian = freshRoot();
  using holdfast = await builtHoldfast();
  const [node, bundle] = holdfast.command;
  const shown = dirname(bundle);
  copyFileSync(node, join(shown, 'node'));
  const inside = ['/opt/lab/node', '/opt/lab/holdfast.cjs'];
  runTool('chroot', [debian.path, 'useradd', 'ci']);
  runTool('chroot', [debian.path, 'usermod', '-aG', 'docker', 'ci']);
  const apply = (enter: readonly string[], ...stateDir: readonly string[]) => [
    ...enter,
    ...inside,
    'apply',
    ...PLAYBOOKS,
    '--unattended',
    '--quiet',
    ...stateDir,
  ];
  // The first boot writes a few files of its own, such as the machine id.
  {
    await using first = await bootedHost(debian.path, shown);
    await first.powerLoss();
  }
  const before = manifest(debian.path, CONFIGURATION);

  // Among the changes: before the unit is armed nothing of the run is done, and after that it is done.
  const points = await (async () => {
    await using host = await bootedHost(debian.path, shown);
    const { calls, status } = runWithFault(apply(host.enter));
    assert.equal(status, 0);
    assert.equal(host.run(...inside, 'rollback', '--last', '--yes').status, 0);
    assert.equal(showDifferences(compareManifests(before, manifest(debian.path, CONFIGURATION))), '');
    const isOfUnit = ({ target }: (typeof calls)[number]) => target.includes('holdfast-rescue');
    const [armed, disarmed] = [calls.findIndex(isOfUnit), calls.findLastIndex(isOfUnit)];
    return [0.25, 0.5, 0.75].map((share) => armed + Math.round((disarmed - armed) * share) + 1);
  })();
  for (const at of points) {
    const stateDir = ['--state-dir', `/var/lib/holdfast-${at}`];
    await using host = await bootedHost(debian.path, shown);
    const killed = runWithFault(apply(host.enter, ...stateDir), { at, what: 'kill-tree' });
    assert.notEqual(killed.hit, null, 'the run had fewer calls than that');
    await host.powerLoss();

    await using again = await bootedHost(debian.path, shown);
    const where = `killed at ${killed.hit?.call} of ${killed.hit?.target}`;
    const differences = () => showDifferences(compareManifests(before, manifest(debian.path, CONFIGURATION)));
    assert.equal(differences(), '', where);
    const rescue = again.run(
      'systemctl',
      'show',
      '--property=ExecMainStatus',
      '--value',
      'holdfast-rescue.service',
    );
    assert.equal(rescue.stdout.trim(), '0', where);
    const { runs } = readReport(again.run(...inside, 'history', ...stateDir, '--format', 'json').stdout);
    assert.deepEqual(
      runs?.map(({ status }) => status),
      ['rescued'],
      where,
    );
    const recovered = again.run(...inside, 'recover', ...stateDir);
    assert.equal(recovered.status, 0, recovered.stderr);
    assert.equal(differences(), '', where);
  }
});
