import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { containerHost } from './lab/container-host.ts';
import { freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast } from './lab/holdfast.ts';
import type { LabHost } from './lab/lab-host.ts';
import { readReport } from './lab/read-report.ts';
import { wrongHost } from './lab/wrong-host.ts';

const DEPLOY = join(import.meta.dirname, '../../deploy');
const example = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');
/** In place of the copy of Holdfast that an image has. */
const INSIDE = '#!/bin/sh\nexec /opt/lab/node /opt/lab/holdfast.cjs "$@"\n';

/** What somebody has done to it, but no policy: the examples bring theirs. */
const { prepare = '', ...wrong } = wrongHost('bookworm');
const made: LabHost = {
  ...wrong,
  on: 'container',
  entries: {
    'etc/sudoers.d/ci': { text: 'ci ALL=(root) NOPASSWD: /usr/bin/docker ps\n', mode: 0o440 },
    'opt/holdfast/holdfast': { text: INSIDE, mode: 0o755 },
  },
  prepare,
};

test('the root of an image is hardened, and a second time nothing is done', async () => {
  using image = freshRoot();
  using holdfast = await builtHoldfast();
  const own = join(image.path, '../holdfast');
  const [node, bundle] = holdfast.command;
  writeFileSync(own, `#!/bin/sh\nexec ${node} ${bundle} "$@"\n`);
  chmodSync(own, 0o755);
  const harden = () =>
    spawnSync(join(DEPLOY, 'image/harden-image.sh'), [image.path], {
      encoding: 'utf8',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOLDFAST: own },
    });
  const first = harden();
  assert.equal(first.status, 0, first.stderr);
  assert.match(first.stdout, /^Run 000001 is done/m);
  const second = harden();
  assert.equal(second.status, 0, second.stderr);
  assert.doesNotMatch(second.stdout, /^Run /m);
});

test('a machine that an image is taken of is hardened by its provisioner', async () => {
  await using host = await containerHost({
    ...made,
    entries: {
      ...made.entries,
      'root/provision.sh': { text: example('packer/provision.sh') },
      'root/policy.ini': { text: example('policy.ini') },
    },
  });
  const { status, stderr } = host.run('/bin/sh', '/root/provision.sh', '/root/policy.ini');
  assert.equal(status, 0, stderr);
  const report = readReport(host.run('cat', '/var/log/holdfast.json').stdout);
  assert.deepEqual([report.run, report.status], ['000001', 'applied']);
});

test('cloud-init hardens a machine at its first boot', async () => {
  await using host = await containerHost({
    ...made,
    // debootstrap(8) does not look for who provides what it depends on by another name.
    packages: ['cloud-init', 'python3-cffi-backend'],
    entries: {
      ...made.entries,
      'etc/cloud/cloud.cfg.d/99_lab.cfg': {
        text: 'datasource_list: [NoCloud]\nnetwork: {config: disabled}\n',
      },
      'var/lib/cloud/seed/nocloud/meta-data': { text: 'instance-id: lab\n' },
      'var/lib/cloud/seed/nocloud/user-data': { text: example('cloud-init/user-data') },
    },
  });
  const schema = host.run('cloud-init', 'schema', '--config-file', '/var/lib/cloud/seed/nocloud/user-data');
  assert.equal(schema.status, 0, schema.stdout + schema.stderr);
  const waited = host.run('cloud-init', 'status', '--wait');
  const log = host.run('cat', '/var/log/cloud-init-output.log').stdout;
  assert.match(waited.stdout, /status: (?:done|error)/, log);
  const report = readReport(host.run('cat', '/var/log/holdfast.json').stdout);
  assert.deepEqual([report.run, report.status], ['000001', 'applied'], log);
});
