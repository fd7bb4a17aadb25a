import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import { DOCKER_ROOT } from './lab/docker-root.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, enteredHoldfast, type Holdfast } from './lab/holdfast.ts';
import { makeWrong } from './lab/make-wrong.ts';
import { type Manifest, manifest } from './lab/manifest.ts';
import { showDifferences } from './lab/show-differences.ts';
import { smallRoot } from './lab/small-root.ts';

const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'];

describe('whoever runs it', () => {
  let holdfast: Holdfast;
  let debian: FreshRoot;
  let place: string;
  before(async () => {
    holdfast = await builtHoldfast();
    place = mkdtempSync(join(tmpdir(), 'holdfast-new-user-'));
    debian = freshRoot();
    makeWrong(debian.path);
    for (const path of [place, dirname(debian.path)]) chmodSync(path, 0o755);
    chmodSync(join(debian.path, 'etc/holdfast/policy.ini'), 0o644);
  });
  after(() => {
    debian[Symbol.dispose]();
    rmSync(place, { recursive: true });
    holdfast[Symbol.dispose]();
  });

  test('without root, plan says which requirements it could not read, and plans the others', () => {
    const nobody = enteredHoldfast(holdfast, NOBODY);
    const planned = nobody.report(2, 'plan', '--root', debian.path);
    const unknown = planned.requirements?.filter(({ verdict }) => verdict === 'unknown') ?? [];
    const unread = unknown.map(({ playbook, object, evidence }) => {
      const [found] = evidence.filter(({ says }) => /only root can read it/.test(says));
      assert.notEqual(found, undefined, `${playbook} ${object}`);
      return `${playbook} ${object} ${found?.source}`;
    });
    assert.deepEqual(
      unread.filter((line) => !/^(?:audit\/(?:admin|auditd|log)|files\/|sudo\/command)/.test(line)),
      [
        'accounts/account-integrity accounts/account-integrity /etc/shadow',
        'accounts/docker-group-members user:ci /etc/gshadow',
        'accounts/docker-group-members user:op /etc/gshadow',
        'accounts/login-failure-lockout accounts/login-failure-lockout /etc/shadow',
        'accounts/unneeded-accounts accounts/unneeded-accounts /etc/shadow',
        'audit/docker-binaries audit/docker-binaries /etc/audit/rules.d',
        'audit/docker-files audit/docker-files /etc/audit/rules.d',
        'sudo/docker-command-rule sudo/docker-command-rule /etc/sudoers',
        'sudo/password-required sudo/password-required /etc/sudoers',
      ],
    );
    const keys = planned.changes?.map(({ key }) => key) ?? [];
    for (const key of [
      '/etc/profile.d/zz-holdfast-tmout.sh',
      '/etc/bash.bashrc',
      '/etc/sysctl.d/99-zz-holdfast-icmp-redirects.conf',
      '/etc/ssh/sshd_config.d/00-holdfast.conf',
    ])
      assert.ok(keys.includes(key), keys.join(' '));
    for (const command of ['scan', 'plan']) {
      const { status, stderr } = nobody.run(command);
      assert.ok(status === 0 || status === 2, stderr);
      assert.equal(stderr, '');
    }
  });

  test('without root, nothing is written, and the reason is said', () => {
    const nobody = enteredHoldfast(holdfast, NOBODY);
    const was = manifest(debian.path);
    for (const args of [['apply', '--unattended'], ['recover']]) {
      const { status, stderr } = nobody.run(...args, '--root', debian.path);
      if (args[0] === 'apply') assert.equal(status, 1, stderr);
      assert.doesNotMatch(stderr, /this is a bug/);
    }
    assert.equal(showDifferences(compareManifests(was, manifest(debian.path))), '');
  });

  test('without a terminal nobody is asked, and nothing is done', () => {
    const root = join(place, 'unasked');
    smallRoot(root, DOCKER_ROOT);
    const was = manifest(root);
    const refused = holdfast.run('apply', '--root', root);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /holdfast apply --unattended/);
    assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
    holdfast.report(0, 'apply', '--unattended', '--root', root);
    const applied = manifest(root);
    for (const args of [
      ['rollback', '--last'],
      ['purge', '000001'],
    ]) {
      const { status, stderr } = holdfast.run(...args, '--root', root);
      assert.equal(status, 3, stderr);
      assert.match(stderr, /--yes/);
    }
    assert.equal(showDifferences(compareManifests(applied, manifest(root))), '');
  });

  test('at a terminal, yes is yes, and everything else is no', async () => {
    const root = join(place, 'asked');
    smallRoot(root, DOCKER_ROOT);
    const was = manifest(root);
    const atTerminal = async (answer: string, args: string) => {
      const script = `stty -echo; ${holdfast.command.join(' ')} ${args} --root ${root}`;
      const asked = spawn('script', ['--quiet', '--return', '--command', script, '/dev/null']);
      let stdout = '';
      asked.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
        // Not before it is asked: an end of the input that comes before a terminal is made ready is lost.
        if (asked.stdin.writable && stdout.includes('[y/N]')) asked.stdin.end(answer);
      });
      const [status] = await once(asked, 'close');
      return { status, stdout };
    };
    for (const answer of ['n\n', '\n', 'yep\n', 'Y E S\n', '\x04']) {
      const { status, stdout } = await atTerminal(answer, 'apply');
      assert.equal(status, 3, JSON.stringify(answer));
      assert.match(stdout, /\[y\/N\]/);
      assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
    }
    assert.equal((await atTerminal('y\n', 'apply')).status, 0);
    assert.equal(holdfast.report(0, 'plan', '--root', root).changes?.length, 0);
    assert.equal((await atTerminal('no\n', 'rollback --last')).status, 3);
    assert.equal((await atTerminal('yes\n', 'rollback --last')).status, 0);
    assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
  });

  test('the umask of the caller changes no mode', () => {
    const applied = new Map<string, Manifest>();
    for (const umask of ['022', '0', '077', '0777']) {
      const root = join(place, `umask-${umask}`);
      smallRoot(root, DOCKER_ROOT);
      rmSync(join(root, 'var'), { recursive: true });
      const withUmask = enteredHoldfast(holdfast, ['/bin/sh', '-c', 'umask "$0"; exec "$@"', umask]);
      withUmask.report(0, 'apply', '--unattended', '--root', root);
      // Kept inodes have a run's own name.
      const state = [...manifest(root, '/var/lib/holdfast')].map(
        ([path, entry]) => [path.replace(/-[0-9a-f]{8}-(\d+)$/, '-$1'), entry] as const,
      );
      applied.set(umask, new Map([...manifest(root), ...state]));
    }
    const usual = applied.get('022') ?? new Map();
    for (const [umask, found] of applied) {
      const modes = compareManifests(usual, found).filter(
        ({ field }) => field === 'mode' || field === 'entry',
      );
      assert.equal(showDifferences(modes), '', umask);
    }
  });
});
