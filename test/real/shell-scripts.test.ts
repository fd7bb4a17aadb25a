import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');
const isScript = (file: string) => /^#!\/bin\/(ba)?sh\n/.test(readFileSync(join(root, file), 'utf8'));
const scripts = readdirSync(join(root, 'scripts'), { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join('scripts', entry.name));

test('shellcheck finds nothing in the launcher and the scripts', () => {
  const examples = ['deploy/image/harden-image.sh', 'deploy/packer/provision.sh'];
  const files = ['holdfast', '.ci/run', ...scripts, ...examples].filter(isScript);
  assert.ok(files.length >= 9);
  const { status, stdout } = spawnSync('shellcheck', files, { cwd: root, encoding: 'utf8' });
  assert.equal(stdout, '');
  assert.equal(status, 0);
});
