import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type BootedHost, bootedHost } from './lab/booted-host.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast } from './lab/holdfast.ts';
import { labTools } from './lab/lab-tools.ts';
import { manifest } from './lab/manifest.ts';
import { readReport } from './lab/read-report.ts';
import { runTool } from './lab/run-tool.ts';
import { showDifferences } from './lab/show-differences.ts';

const IDS = ['accounts/docker-group-members', 'network/icmp-redirects', 'audit/docker-files'];
/** Where a run writes; a boot itself writes elsewhere as well, and the machine's id. */
const LOOKED_AT = ['/etc', '/usr/local'];
const UNIT = 'usr/local/lib/systemd/system/holdfast-first-boot-000001.service';

/** A Debian as image builds leave it: without a machine id, and with somebody in Docker's group. */
function anImage(): FreshRoot {
  const image = freshRoot();
  runTool('chroot', [image.path, 'useradd', 'ci']);
  runTool('chroot', [image.path, 'usermod', '-aG', 'docker', 'ci']);
  writeFileSync(join(image.path, 'etc/machine-id'), '');
  return image;
}
const look = (path: string) => LOOKED_AT.map((part) => manifest(path, part));
const differences = (was: ReturnType<typeof look>, is: ReturnType<typeof look>) =>
  was
    .flatMap((part, i) => compareManifests(part, is[i] ?? new Map()))
    .filter(({ path }) => path !== '/etc/machine-id')
    .map((each) => showDifferences([each]))
    .join('\n');
const inside = (host: BootedHost, status: number, ...args: readonly string[]) => {
  const ran = host.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...args, '--format', 'json');
  assert.equal(ran.status, status, ran.stderr);
  return readReport(ran.stdout);
};
const journal = (host: BootedHost) =>
  host.run('journalctl', '--output=cat', '--identifier=holdfast', 'HOLDFAST_RUN=000001').stdout;

test('an image that was hardened boots: all is in force, its journal says so, and inside it goes back', async () => {
  using image = anImage();
  using holdfast = await builtHoldfast();
  using tools = await labTools();
  // The first boot writes a few files of its own; it boots without Holdfast before, so that they are not taken for a run's.
  {
    await using first = await bootedHost(image.path, tools.path);
    await first.powerLoss();
  }
  writeFileSync(join(image.path, 'etc/machine-id'), '');
  const was = look(image.path);

  const applied = holdfast.report(0, 'apply', ...IDS, '--unattended', '--root', image.path);
  assert.deepEqual(applied.firstBoot, { status: 'armed' });
  assert.ok(existsSync(join(image.path, UNIT)));

  await using host = await bootedHost(image.path, tools.path);
  assert.match(journal(host), /^Run 000001, at the first boot: all is in force \(\d+ looked at\)$/m);
  assert.ok(!existsSync(join(image.path, 'usr/local/lib/systemd')));
  const { firstBoot } = inside(host, 0, 'history', '000001');
  assert.deepEqual([firstBoot?.status, firstBoot?.differences], ['in-force', []]);
  inside(host, 0, 'verify');
  const verdicts = inside(host, 2, 'scan', ...IDS).requirements?.filter(({ verdict }) => verdict === 'unmet');
  // What the kernel of this machine keeps to itself in a container is not the image's.
  assert.deepEqual(
    verdicts?.filter(({ playbook }) => !playbook.startsWith('audit/')),
    [],
  );

  inside(host, 0, 'rollback', '000001', '--yes');
  assert.equal(differences(was, look(image.path)), '');
});

test('what is not in force at the first boot is named, there and in the history', async () => {
  using image = anImage();
  using holdfast = await builtHoldfast();
  using tools = await labTools();
  holdfast.report(0, 'apply', ...IDS, '--unattended', '--root', image.path);
  appendFileSync(join(image.path, 'etc/group'), 'later:x:6002:\n');
  writeFileSync(
    join(image.path, 'etc/sysctl.d/zzzz.conf'),
    'net.ipv4.conf.all.accept_redirects = 1\nnet.ipv4.conf.default.accept_redirects = 1\n',
  );
  await using host = await bootedHost(image.path, tools.path);
  const said = journal(host);
  assert.match(said, /at the first boot: \/etc\/group is not as the run left it$/m);
  assert.match(
    said,
    /\/proc\/sys\/net\/ipv4\/conf\/all\/accept_redirects is 1, and \/etc\/sysctl\.d\/\S+ says 0$/m,
  );
  const { firstBoot } = inside(host, 0, 'history', '000001');
  assert.equal(firstBoot?.status, 'differs');
  assert.ok(firstBoot?.differences?.includes('/etc/group is not as the run left it'));
  assert.ok(!existsSync(join(image.path, UNIT)));
});

test('an image that is rolled back before it boots is as it was, without the unit', async () => {
  using image = anImage();
  using holdfast = await builtHoldfast();
  const was = look(image.path);
  holdfast.report(0, 'apply', ...IDS, '--unattended', '--root', image.path);
  holdfast.report(0, 'rollback', '--last', '--yes', '--root', image.path);
  assert.equal(differences(was, look(image.path)), '');
  holdfast.report(0, 'apply', ...IDS, '--unattended', '--root', image.path);
  const folder = join(image.path, 'var/lib/holdfast/runs/000003');
  const script = join(folder, 'first-boot.sh');
  const checked = spawnSync('shellcheck', ['-s', 'sh', '-S', 'warning', script], { encoding: 'utf8' });
  assert.deepEqual([checked.status, checked.stdout], [0, '']);
  runTool('sh', [join(folder, 'rescue.sh'), '--root', image.path]);
  assert.equal(differences(was, look(image.path)), '');
});
