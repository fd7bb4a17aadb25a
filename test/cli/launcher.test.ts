import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { aCheckout } from './a-checkout.ts';

function run(
  launcher: string,
  args: readonly string[] = [],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
) {
  const { status, stdout, stderr } = spawnSync(launcher, args, { encoding: 'utf8', ...options });
  return { status, stderr, told: stdout === '' ? null : JSON.parse(stdout) };
}

describe('the launcher', () => {
  test('builds, then runs the pinned Node with the arguments, in the folder of the caller', () => {
    using checkout = aCheckout();
    const { status, stderr, told } = run(join(checkout.path, 'holdfast'), ['3', 'a b', "it's", '*'], {
      cwd: '/',
    });
    assert.equal(stderr, '');
    assert.deepEqual(told.args, ['3', 'a b', "it's", '*']);
    assert.equal(status, 3);
    assert.equal(told.cwd, '/');
    assert.match(told.node, /^v24\./);
    assert.deepEqual(told.playbooks, ['one']);
  });

  test('runs through a link, and by a bare name', () => {
    using checkout = aCheckout();
    const link = join(checkout.path, 'link');
    symlinkSync('holdfast', link);
    assert.equal(run(link, [], { cwd: tmpdir() }).status, 0);
    assert.equal(run('sh', ['holdfast'], { cwd: checkout.path }).status, 0);
  });

  test('lets nothing of the environment through that changes what Node or a child does', () => {
    using checkout = aCheckout();
    const hostile = {
      NODE_OPTIONS: '--require=/nowhere.cjs',
      NODE_PATH: '/nowhere',
      NODE_ENV: 'production',
      NODE_EXTRA_CA_CERTS: '/nowhere',
      OPENSSL_CONF: '/nowhere',
      LD_LIBRARY_PATH: '/nowhere',
      LD_PRELOAD: '',
      BASH_ENV: '/nowhere',
      IFS: 'a',
      CDPATH: '/',
      PATH: `/nowhere:${process.env.PATH}`,
    };
    const friendly = {
      HOME: '/root',
      TERM: 'dumb',
      NO_COLOR: '',
      SUDO_USER: 'ada',
      SSH_CONNECTION: '::1 1 ::1 22',
    };
    const { status, stderr, told } = run(join(checkout.path, 'holdfast'), [], {
      env: { ...hostile, ...friendly },
    });
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.deepEqual(told.env, { ...friendly, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', UV_USE_IO_URING: '0' });
  });

  test('builds again when a source is newer or gone, and only then', () => {
    using checkout = aCheckout();
    const launcher = join(checkout.path, 'holdfast');
    const bundle = join(checkout.path, '.build/holdfast.cjs');
    run(launcher);
    const { ino: first } = statSync(bundle);
    run(launcher);
    assert.equal(statSync(bundle).ino, first);

    writeFileSync(join(checkout.path, 'playbooks/area/two.ts'), "export default 'two';\n");
    assert.deepEqual(run(launcher).told.playbooks, ['one', 'two']);
    rmSync(join(checkout.path, 'playbooks/area/one.ts'));
    assert.deepEqual(run(launcher).told.playbooks, ['two']);
  });

  test('runs nothing when the sources do not build, and leaves no half of a bundle', () => {
    using checkout = aCheckout();
    const launcher = join(checkout.path, 'holdfast');
    run(launcher);
    writeFileSync(join(checkout.path, 'src/cli/main.ts'), 'this is not a program\n');
    const { status, stderr, told } = run(launcher);
    assert.equal(told, null);
    assert.notEqual(status, 0);
    assert.match(stderr, /main\.ts:1/);
  });

  test('a bundle is as old as the start of its build: what is saved meanwhile is newer', () => {
    using checkout = aCheckout();
    const launcher = join(checkout.path, 'holdfast');
    const started = new Date();
    run(launcher);
    const built = statSync(join(checkout.path, '.build/holdfast.cjs')).mtime;
    assert.ok(built >= started && built <= new Date());
    assert.ok(built < statSync(join(checkout.path, '.build')).mtime, 'the rename came after');
  });

  test('two at once both work', async () => {
    using checkout = aCheckout();
    const launcher = join(checkout.path, 'holdfast');
    const both = spawnSync('sh', ['-c', '"$0" & "$0" & wait', launcher], { encoding: 'utf8' });
    assert.equal(both.stderr, '');
    assert.equal(both.stdout.match(/"playbooks":\["one"\]/g)?.length, 2);
  });
});
