import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

let folder: string;
let root: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-capture-'));
  root = join(folder, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nci:x:1000:1000::/home/ci:/bin/sh\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\ndocker:x:998:ci\n');
  writeFileSync(join(root, 'etc/gshadow'), 'root:*::\ndocker:$6$abcdefgh$0123456789abcdef::ci\n');
});
after(() => rmSync(folder, { recursive: true }));

function holdfast(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('a captured root is planned for as the root itself, and nothing of it is secret', () => {
  const directory = join(folder, 'capture');
  const done = holdfast('capture', directory, '--root', root);
  assert.deepEqual([done.status, done.stdout], [0, '']);
  assert.match(done.stderr, /holdfast plan --snapshot/);
  const fromRoot = holdfast('scan', '--root', root);
  const fromCapture = holdfast('scan', '--snapshot', directory);
  assert.equal(fromRoot.status, 2);
  assert.match(fromRoot.stdout, /user:ci/);
  assert.deepEqual(fromCapture, fromRoot);
  assert.equal(
    readFileSync(join(directory, 'files/etc/gshadow'), 'utf8').includes('0123456789abcdef'),
    false,
  );
});

test('a plan ends with the commands to make it so, asked for in the same words', () => {
  const asked = ['accounts/*', '--profile', 'strict', '--root', root];
  const plan = holdfast('plan', ...asked);
  const state = `--root ${root}`;
  const again = `holdfast apply 'accounts/*' ${state} --profile strict`;
  assert.ok(plan.stdout.endsWith(`:\n  ${again}\n  holdfast rollback --last ${state}\n`), plan.stdout);
  const directory = join(folder, 'of-a-root');
  assert.equal(holdfast('capture', directory, '--root', root).status, 0);
  const captured = holdfast('plan', '--snapshot', directory, '--profile', 'strict');
  assert.ok(captured.stdout.endsWith(':\n  holdfast apply --profile strict\n'), captured.stdout);
});

test('what is there already is not written over, and a snapshot that is none is refused', () => {
  const there = join(folder, 'there');
  mkdirSync(there);
  writeFileSync(join(there, 'notes'), 'mine');
  const refused = holdfast('capture', there, '--root', root);
  assert.equal(refused.status, 1);
  assert.match(refused.stderr, /is not empty/);
  assert.equal(existsSync(join(there, 'host.json')), false);
  const none = holdfast('plan', '--snapshot', there);
  assert.equal(none.status, 1);
  assert.match(none.stderr, /no\s+host\.json/);
});
