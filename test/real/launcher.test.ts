import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { aCheckout } from '../cli/a-checkout.ts';

const NOBODY = 65534;

function run(launcher: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(launcher, args, { encoding: 'utf8', env: { PATH: process.env.PATH, ...env } });
}

function refuses(launcher: string, changeable: string) {
  const { status, stdout, stderr } = run(launcher);
  assert.equal(stdout, '');
  assert.equal(status, 1);
  const [sentence] = stderr.split('\n');
  assert.equal(
    sentence,
    `holdfast: root runs no copy that others than root can change, and they can change ${changeable}.`,
  );
}

describe('the launcher, as root', () => {
  test('builds nothing in a checkout that is not its own, and says what to run', () => {
    using checkout = aCheckout();
    chownSync(checkout.path, NOBODY, NOBODY);
    const { status, stderr } = run(join(checkout.path, 'holdfast'), ['plan', 'network/*'], {
      SUDO_USER: 'ada',
    });
    assert.equal(status, 1);
    assert.match(
      stderr,
      new RegExp(
        `\\n  sudo cp -RT --preserve=timestamps ${checkout.path} /opt/holdfast && sudo /opt/holdfast/holdfast plan 'network/\\*'\\n$`,
      ),
    );
    assert.ok(!existsSync(join(checkout.path, '.build')));
  });

  test('the command it names makes a copy that root runs without building', () => {
    using checkout = aCheckout();
    using place = aCheckout();
    const launcher = join(checkout.path, 'holdfast');
    run(launcher);
    chownSync(checkout.path, NOBODY, NOBODY);
    const copy = join(place.path, 'copy');
    const command = run(launcher).stderr.split('\n')[2]?.replaceAll('/opt/holdfast', copy) ?? '';
    const { status, stderr } = run('/bin/sh', ['-euc', `umask 022; ${command}`]);
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.deepEqual(readdirSync(join(copy, '.build')), ['holdfast.cjs']);
  });

  test('refuses a built checkout when others own or may write what it would run', () => {
    for (const name of ['holdfast', '.build', '.build/holdfast.cjs', '']) {
      using checkout = aCheckout();
      const [launcher, path] = [join(checkout.path, 'holdfast'), join(checkout.path, name)];
      assert.equal(run(launcher).status, 0);
      chownSync(path, NOBODY, 0);
      refuses(launcher, path);
      chownSync(path, 0, 0);
      chmodSync(path, 0o775);
      refuses(launcher, path);
      chmodSync(path, 0o757);
      refuses(launcher, path);
      chmodSync(path, 0o755);
      assert.equal(run(launcher).status, 0);
    }
  });

  test('refuses to build from a source that others own or may write', () => {
    for (const name of ['src/cli/main.ts', 'playbooks/area', 'scripts/build.ts', 'package-lock.json']) {
      using checkout = aCheckout();
      const [launcher, path] = [join(checkout.path, 'holdfast'), join(checkout.path, name)];
      chownSync(path, 0, NOBODY);
      chmodSync(path, 0o775);
      refuses(launcher, path);
      chmodSync(path, 0o755);
      chownSync(path, NOBODY, 0);
      refuses(launcher, path);
      assert.ok(!existsSync(join(checkout.path, '.build')));
    }
  });

  test('refuses below a folder in which others may swap the checkout', () => {
    using place = aCheckout();
    const above = join(place.path, 'above');
    mkdirSync(above);
    using checkout = aCheckout();
    cpSync(checkout.path, join(above, 'checkout'), { recursive: true, preserveTimestamps: true });
    const launcher = join(above, 'checkout/holdfast');
    assert.equal(run(launcher).status, 0);
    chmodSync(above, 0o777);
    refuses(launcher, above);
    // Sticky: others may add names, and move none that is not theirs.
    chmodSync(above, 0o1777);
    assert.equal(run(launcher).status, 0);
    chownSync(above, NOBODY, 0);
    refuses(launcher, above);
  });

  test('a link that somebody else made leads to the same checkout', () => {
    using checkout = aCheckout();
    const link = join(checkout.path, 'link');
    symlinkSync('holdfast', link);
    assert.equal(run(link).status, 0);
  });
});

describe('the launcher, as somebody else', () => {
  const asNobody = (launcher: string) =>
    run('/usr/bin/setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', launcher]);

  test("runs what root built, and says so when root's checkout is not built", () => {
    using checkout = aCheckout();
    chmodSync(checkout.path, 0o755);
    const launcher = join(checkout.path, 'holdfast');
    const { status, stderr } = asNobody(launcher);
    assert.equal(stderr, `holdfast: ${checkout.path} is not built yet, and nobody may not write there\n`);
    assert.equal(status, 1);
    run(launcher);
    assert.equal(asNobody(launcher).stderr, '');
    assert.equal(asNobody(launcher).status, 0);
  });
});
