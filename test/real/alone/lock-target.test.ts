import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { after, before, test } from 'node:test';
import { type LiveLab, liveLab } from '../lab/live-lab.ts';

const LOCK = join(import.meta.dirname, '../../../src/host/lock-target.ts');
/** Takes the lock on a root, says how that went, and gives it back. */
const TAKE = `
  import { readdirSync, statSync } from 'node:fs';
  import { lockTarget } from ${JSON.stringify(LOCK)};
  const mode = (path) => (statSync(path).mode & 0o7777).toString(8);
  try {
    using held = await lockTarget(process.argv[1], { withinMs: 0, isOver: () => false, onWait: () => {} });
    for (const name of readdirSync('/run/holdfast')) console.log('held', name, mode('/run/holdfast/' + name));
  } catch (error) {
    console.log(JSON.stringify(error.refusal ?? String(error)));
  }
`;

/** Its /run is empty and not the machine's. */
let lab: LiveLab;
let root: string;
before(async () => {
  lab = await liveLab();
  root = mkdtempSync(join(tmpdir(), 'holdfast-lock-'));
  // Anybody may look into a root directory.
  chmodSync(root, 0o755);
});
after(async () => {
  rmSync(root, { recursive: true });
  await lab[Symbol.asyncDispose]();
});

const take = () => lab.run(execPath, '--input-type=module', '-e', TAKE, root).stdout.trim();
const shell = (script: string) => {
  const { status, stderr } = lab.run('/bin/sh', '-euc', script);
  assert.equal(status, 0, stderr);
};
const refusalOf = (says: string) =>
  JSON.parse(says) as { code: string; args: { path: string; errno: string } };

test('no user can keep root out: what is locked is a file that root alone can open', async () => {
  const command = [
    'setpriv',
    '--reuid=65534',
    '--clear-groups',
    'flock',
    root,
    '-c',
    'echo locked; exec cat',
  ];
  const [program = '', ...args] = [...lab.enter, ...command];
  const user = spawn(program, args, { stdio: 'pipe' });
  try {
    assert.equal(String((await once(user.stdout, 'data'))[0]), 'locked\n');
    const { dev, ino } = statSync(root, { bigint: true });
    assert.equal(take(), `held ${dev}-${ino}.lock 600`);
  } finally {
    user.stdin.end();
    await once(user, 'exit');
  }
  const locks = join(lab.root, 'run/holdfast');
  assert.equal(statSync(locks).mode & 0o7777, 0o700);
  assert.deepEqual(readdirSync(locks), []);
});

test("a directory for locks that is not root's alone, or no directory, is refused", () => {
  for (const [script, code] of [
    ['mkdir -p -m 0700 /run/holdfast; chmod 0755 /run/holdfast', 'unsafe-state-dir'],
    ['mkdir -p -m 0700 /run/holdfast; chown 7 /run/holdfast', 'unsafe-state-dir'],
    ['ln -s /etc /run/holdfast', 'io'],
    ['touch /run/holdfast', 'io'],
  ] as const) {
    shell(`rm -rf /run/holdfast; ${script}`);
    assert.equal(refusalOf(take()).code, code, script);
  }
  shell('rm -rf /run/holdfast');
});

test('without a /run that can be written nothing is locked, and the refusal says why', () => {
  shell('mount -o remount,ro /run');
  try {
    assert.deepEqual(refusalOf(take()), {
      code: 'io',
      args: { path: '/run/holdfast', call: 'mkdir', errno: 'EROFS' },
    });
  } finally {
    shell('mount -o remount,rw /run');
  }
});
