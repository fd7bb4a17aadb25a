import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { type PamCode, parsePam } from '../../src/formats/pam.ts';
import { pamStack } from '../../src/formats/pam-stack.ts';
import { runPam } from '../../src/formats/run-pam.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';

const COUNT = 120;
const APART = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--net'];

/** Runs a script in the root as in a small machine of its own. */
function inside(root: string, script: string): string {
  const begin = 'mount -t proc proc "$0/proc"; mount -t tmpfs run "$0/run"; exec chroot "$0" /bin/sh -c "$1"';
  const env = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C', DEBIAN_FRONTEND: 'noninteractive' };
  const ran = spawnSync('unshare', [...APART, '/bin/sh', '-euc', begin, root, script], {
    encoding: 'utf8',
    env,
  });
  if (ran.status !== 0) throw new Error(`${ran.status} ${ran.stderr}`);
  return ran.stdout;
}

const answer = fc.constantFrom<PamCode>('success', 'auth_err', 'ignore');
const control = fc.oneof(
  fc.constantFrom('required', 'requisite', 'sufficient', 'optional'),
  fc
    .tuple(
      ...[0, 1, 2].map(() => fc.constantFrom('ok', 'done', 'bad', 'die', 'ignore', 'reset', '1', '2', '3')),
    )
    .map(([success, ignore, others]) => `[success=${success} ignore=${ignore} default=${others}]`),
);
const line = fc.tuple(control, answer).map(([how, says]) => `auth ${how} pam_debug.so auth=${says}`);
const lines = fc.array(line, { maxLength: 5 });
/** A service, and a file that it may take in, in any way. */
const service = fc
  .tuple(lines, fc.constantFrom('', '@include', 'auth include', 'auth substack'), lines, lines)
  .map(([first, how, taken, last]) => ({ how, taken, around: [first, last] as const }));

describe("Debian's PAM", () => {
  let debian: FreshRoot;
  let holdfast: Holdfast;
  before(async () => {
    holdfast = await builtHoldfast();
    debian = freshRoot();
    // su(1) waits a second after each failure of its own.
    inside(debian.path, 'useradd alice; echo alice:right | chpasswd; echo FAIL_DELAY 0 >> /etc/login.defs');
  });
  after(() => {
    debian[Symbol.dispose]();
    holdfast[Symbol.dispose]();
  });

  test('locks whom it should and lets in whom it should with what we plan, and pam-auth-update agrees', () => {
    const root = debian.path;
    const stored = () => inside(root, 'cd /; md5sum etc/pam.d/* var/lib/pam/* usr/share/pam-configs/*');
    const passwords = (...given: readonly string[]) => {
      const come = (password: string) =>
        `printf '%s\\n' ${password} | setpriv --reuid 65534 --regid 65534 --clear-groups su alice -c true > /dev/null 2>&1 && echo in || echo out`;
      return inside(root, given.map(come).join('\n')).trimEnd().split('\n');
    };
    const before = stored();
    holdfast.report(0, 'apply', '--unattended', '--root', root, 'accounts/login-failure-lockout');
    // Two failures are forgotten after a success, three are what faillock.conf has by default.
    const given = ['wrong', 'wrong', 'right', 'wrong', 'wrong', 'wrong', 'right'];
    assert.deepEqual(passwords(...given), ['out', 'out', 'in', 'out', 'out', 'out', 'out']);

    const applied = stored();
    assert.notEqual(applied, before);
    inside(root, 'pam-auth-update --package');
    assert.equal(stored(), applied);
    inside(
      root,
      'pam-auth-update --package --enable mkhomedir; pam-auth-update --package --disable mkhomedir',
    );
    assert.equal(stored(), applied);

    holdfast.report(0, 'rollback', '--last', '--yes', '--root', root);
    assert.equal(stored(), before);
    inside(root, 'pam-auth-update --package');
    assert.equal(stored(), before);
    assert.deepEqual(passwords('wrong', 'right'), ['out', 'in']);
  });

  test('decides as we do, whatever the stack', () => {
    const cases = fc.sample(service, COUNT).map(({ how, taken, around }, i) => ({
      it: [...around[0], how === '' ? '' : `${how} taken-${i}`, ...around[1], ''].join('\n'),
      taken: `${taken.join('\n')}\n`,
    }));
    const rest = 'account required pam_permit.so\nsession required pam_permit.so\n';
    const directory = join(debian.path, 'etc/pam.d');
    for (const [i, { it, taken }] of cases.entries()) {
      writeFileSync(join(directory, `taken-${i}`), taken);
      writeFileSync(join(directory, `it-${i}`), it + rest);
    }
    const said = inside(
      debian.path,
      `for i in $(seq 0 ${COUNT - 1}); do
         cp /etc/pam.d/it-$i /etc/pam.d/su
         if setpriv --reuid 65534 --regid 65534 --clear-groups su alice -c true < /dev/null > /dev/null 2>&1
         then echo yes; else echo no; fi
       done`,
    );
    const ours = cases.map(({ it, taken }, i) => {
      const file = (name: string, text: string) =>
        [name, { path: `/etc/pam.d/${name}`, lines: parsePam(text) }] as const;
      const files = new Map([
        file('it', it),
        file(`taken-${i}`, taken),
        file('other', 'auth required pam_deny.so\n'),
      ]);
      const { admitted } = runPam(pamStack(files, 'it', 'auth'), ({ module, args }) =>
        module === 'pam_debug.so' ? ((args[0] ?? '').replace('auth=', '') as PamCode) : 'auth_err',
      );
      return admitted ? 'yes' : 'no';
    });
    assert.ok(ours.includes('yes') && ours.includes('no'));
    for (const [i, theirs] of said.trimEnd().split('\n').entries()) {
      assert.equal(ours[i], theirs, `${cases[i]?.it}\ntaken:\n${cases[i]?.taken}`);
    }
  });
});
