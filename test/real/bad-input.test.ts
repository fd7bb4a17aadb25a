import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { makeWrong } from './lab/make-wrong.ts';
import { manifest } from './lab/manifest.ts';
import { type Report, readReport } from './lab/read-report.ts';
import { runTool } from './lab/run-tool.ts';
import { showDifferences } from './lab/show-differences.ts';

interface Bad {
  readonly path: string;
  /** Appended to what is there. */
  readonly line: string;
  /** What can no longer be known, among others. */
  readonly playbooks: readonly string[];
  /** Where the file is named by another, the name it is found under. */
  readonly source?: string;
  /** Exit code of a plan: refused where the guards cannot tell who would still become root. */
  readonly plan?: 3;
}

const INTEGRITY = 'accounts/account-integrity';
const DOCKER_GROUP = 'accounts/docker-group-members';
const SHELLS = 'accounts/shell-idle-timeout';
const UNNEEDED = 'accounts/unneeded-accounts';
const BINARIES = 'audit/docker-binaries';
const FILES = 'audit/docker-files';
const REDIRECTS = 'network/icmp-redirects';
const SSH = 'ssh/authentication';
const STORAGE = 'storage/docker-data-filesystem';
const SUDO = 'sudo/docker-command-rule';
const PASSWORD = 'sudo/password-required';

const BAD: readonly Bad[] = [
  {
    path: '/etc/group',
    line: 'no colons',
    playbooks: [DOCKER_GROUP, INTEGRITY, UNNEEDED, SSH, SUDO, PASSWORD],
    plan: 3,
  },
  { path: '/etc/gshadow', line: 'no colons', playbooks: [DOCKER_GROUP] },
  {
    path: '/etc/passwd',
    line: 'ci:x',
    playbooks: [DOCKER_GROUP, INTEGRITY, SHELLS, UNNEEDED, SSH, SUDO, PASSWORD],
    plan: 3,
  },
  { path: '/etc/shadow', line: 'no colons', playbooks: [INTEGRITY, UNNEEDED, PASSWORD], plan: 3 },
  { path: '/etc/sudoers', line: 'ci ALL=(', playbooks: [SUDO, PASSWORD], plan: 3 },
  { path: '/etc/sudoers.d/ci', line: 'ci ALL=(', playbooks: [SUDO, PASSWORD], plan: 3 },
  { path: '/etc/sysctl.d/20-crlf.conf', line: 'net.ipv4', playbooks: [REDIRECTS] },
  { path: '/etc/sysctl.conf', source: '/etc/sysctl.d/99-sysctl.conf', line: '=', playbooks: [REDIRECTS] },
  { path: '/etc/audit/rules.d/10-somebody.rules', line: '-w', playbooks: [BINARIES, FILES] },
  { path: '/etc/docker/daemon.json', line: '{"icc":', playbooks: [DOCKER_GROUP, FILES, STORAGE, SUDO] },
  { path: '/etc/fstab', line: '/dev/x', playbooks: [STORAGE] },
  {
    path: '/usr/lib/systemd/system/docker.service',
    line: '[Service',
    playbooks: [DOCKER_GROUP, BINARIES, FILES, STORAGE, SUDO],
  },
];

/** What root cannot read either, or must not: a pipe would wait for its other end. */
const UNREADABLE: Readonly<Record<string, string>> = {
  'a link to itself': 'ln -s "$(basename "$1")" "$1"',
  '20 MB': 'truncate -s 20M "$1"',
  'a pipe': 'mkfifo "$1"',
};

/** Files that would have another content, not only another mode or owner. */
const rewritten = ({ changes = [] }: Report) =>
  changes.filter(({ diff = '' }) => diff.includes('\n@@ ')).map(({ key }) => key);

const appended = (line: string) => `cp -a "$2" "$1"; echo '${line}' >> "$1"`;

describe('a file that cannot be understood', () => {
  let holdfast: Holdfast;
  let debian: FreshRoot;
  before(async () => {
    holdfast = await builtHoldfast();
    debian = freshRoot();
    makeWrong(debian.path);
    // It reads PAM alone, whose files are never beyond understanding, and its changes would have the guards read all.
    appendFileSync(join(debian.path, 'etc/holdfast/policy.ini'), '\n[skip accounts/login-failure-lockout]\n');
  });
  after(() => {
    debian[Symbol.dispose]();
    holdfast[Symbol.dispose]();
  });

  /** The original steps aside, the very inode, and comes back. */
  const broken = (path: string, make: string, act: () => void) => {
    const file = `${debian.path}${path}`;
    const aside = `${debian.path}/aside${path.replaceAll('/', '-')}`;
    const shell = (script: string) => runTool('/bin/sh', ['-euc', script, 'sh', file, aside]);
    shell(`mv "$1" "$2"; ${make}`);
    try {
      act();
    } finally {
      shell('rm -rf "$1"; mv "$2" "$1"');
    }
  };
  /** `except` is for the times of folders, where originals step aside and come back meanwhile. */
  const unchanged = (act: () => void, except = '') => {
    const was = manifest(debian.path, '/etc');
    act();
    const found = compareManifests(was, manifest(debian.path, '/etc'));
    assert.equal(showDifferences(found.filter(({ field }) => field !== except)), '');
  };
  const report = (status: number, ...args: string[]) =>
    holdfast.report(status, ...args, '--root', debian.path);

  for (const { path, line, playbooks, source = path, plan = 2 } of BAD) {
    test(`${path}: unknown with file and line, and never rewritten`, () => {
      broken(path, appended(line), () => {
        unchanged(() => {
          const number = runTool('wc', ['-l', `${debian.path}${path}`])
            .toString()
            .split(' ')[0];
          const unknown =
            report(2, 'scan').requirements?.filter(({ verdict }) => verdict === 'unknown') ?? [];
          const found = new Set(unknown.map(({ playbook }) => playbook));
          assert.deepEqual(
            playbooks.filter((id) => !found.has(id)),
            [],
          );
          for (const { evidence } of unknown) {
            const found = evidence.filter((each) => each.source === source).map((each) => String(each.line));
            assert.ok(found.includes(number ?? ''), JSON.stringify(evidence));
          }
          assert.ok(!rewritten(report(plan, 'plan')).includes(path));
        });
      });
    });
  }

  test('all of them at once: nothing is left to change, and nothing is', () => {
    const nothing = () => {
      assert.deepEqual(report(0, 'plan').changes, []);
      report(0, 'apply', '--unattended');
      assert.equal(report(2, 'apply', '--unattended', '--fail-on-remaining').run, null);
    };
    const all = BAD.reduce(
      (act, { path, line }) =>
        () =>
          broken(path, appended(line), act),
      nothing,
    );
    unchanged(all, 'mtime');
  });

  for (const [what, make] of Object.entries(UNREADABLE)) {
    test(`${what} in its place: no crash, no waiting, no rewriting`, () => {
      unchanged(() => {
        for (const { path } of BAD) {
          broken(path, make, () => {
            // Refused where a guard cannot tell what it has to; some read no more of a file than whether it is one.
            const { status, stdout, stderr } = holdfast.run(
              'plan',
              '--root',
              debian.path,
              '--format',
              'json',
            );
            assert.ok(status === 2 || status === 3, `${path}: ${status} ${stderr}`);
            assert.ok(!rewritten(readReport(stdout)).includes(path));
          });
        }
      }, 'mtime');
    });
  }
});
