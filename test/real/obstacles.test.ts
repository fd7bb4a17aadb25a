import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { compareManifests } from './lab/compare-manifests.ts';
import { DOCKER_ROOT } from './lab/docker-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { manifest } from './lab/manifest.ts';
import { runTool } from './lab/run-tool.ts';
import { showDifferences } from './lab/show-differences.ts';
import { smallRoot } from './lab/small-root.ts';

interface Obstacle {
  /** Shell commands that put it in the way and take it away again; $1 is the root. */
  readonly put: string;
  readonly take: string;
  readonly code: string;
  /** Where it is, as the refusal must say. */
  readonly path: string;
}

const OBSTACLES: Readonly<Record<string, Obstacle>> = {
  'a full disk': {
    put: 'dd if=/dev/zero of="$1/fill" bs=4k 2> /dev/null || sync -f "$1"',
    take: 'rm "$1/fill"',
    code: 'no-space',
    path: '/etc',
  },
  'a disk without inodes': {
    put: 'mkdir "$1/fill"; i=0; while [ $i -lt 5000 ]; do touch "$1/fill/$i" || break; i=$((i + 1)); done 2> /dev/null',
    take: 'rm -r "$1/fill"',
    code: 'no-space',
    path: '/etc',
  },
  'a file system mounted read-only': {
    put: 'mount --bind "$1/etc" "$1/etc"; mount -o remount,bind,ro "$1/etc"',
    take: 'umount "$1/etc"',
    code: 'read-only-file-system',
    path: '/etc',
  },
  'an immutable file': {
    put: 'chattr +i "$1/etc/group"',
    take: 'chattr -i "$1/etc/group"',
    code: 'immutable',
    path: '/etc/group',
  },
  'an append-only file': {
    put: 'chattr +a "$1/etc/gshadow"',
    take: 'chattr -a "$1/etc/gshadow"',
    code: 'immutable',
    path: '/etc/gshadow',
  },
  'an immutable directory': {
    put: 'chattr +i "$1/etc/sysctl.d"',
    take: 'chattr -i "$1/etc/sysctl.d"',
    code: 'immutable',
    path: '/etc/sysctl.d',
  },
  'a bind-mounted file': {
    put: 'mount --bind "$1/etc/group" "$1/etc/group"',
    take: 'umount "$1/etc/group"',
    code: 'mount-point',
    path: '/etc/group',
  },
  'a hard-linked file': {
    put: 'ln "$1/etc/group" "$1/group"',
    take: 'rm "$1/group"',
    code: 'hard-linked',
    path: '/etc/group',
  },
};

const shell = (script: string, root: string) => runTool('/bin/sh', ['-euc', script, 'sh', root]);

/** A disk of its own, real ext4 in a file: flags, inodes and space as on a machine. */
describe('what stands in the way is found while planning', () => {
  let holdfast: Holdfast;
  let place: string;
  let root: string;
  before(async () => {
    holdfast = await builtHoldfast();
    place = mkdtempSync(join(tmpdir(), 'holdfast-obstacles-'));
    root = join(place, 'disk/root');
    mkdirSync(join(place, 'disk'));
    shell(
      'truncate -s 4M "$1/image"; mkfs.ext4 -q -N 256 "$1/image"; mount -o loop "$1/image" "$1/disk"',
      place,
    );
  });
  beforeEach(() => {
    smallRoot(root, DOCKER_ROOT);
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });
  after(() => {
    shell('umount "$1/disk"', place);
    rmSync(place, { recursive: true });
    holdfast[Symbol.dispose]();
  });

  const refused = (...args: readonly string[]) => {
    const was = manifest(root);
    const { status, stderr } = holdfast.run(...args, '--root', root);
    assert.equal(status, 3, stderr);
    assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
    return stderr.replaceAll(/\s+/g, ' ');
  };

  for (const [name, { put, take, code, path }] of Object.entries(OBSTACLES)) {
    test(`${name}: apply and rollback are refused with the reason, and nothing changes`, () => {
      const wanted = holdfast.report(2, 'plan', '--root', root).changes?.map(({ key }) => key);
      shell(put, root);
      try {
        const { refusals = [] } = holdfast.report(3, 'plan', '--root', root);
        const found = refusals.map((refusal) => `${refusal.code} ${refusal.args.path}`);
        assert.ok(found.includes(`${code} ${path}`), found.join(', '));
        assert.ok(refused('apply', '--unattended').includes(path));
      } finally {
        shell(take, root);
      }
      const { run } = holdfast.report(0, 'apply', '--unattended', '--root', root);
      shell(put, root);
      try {
        assert.ok(refused('rollback', run ?? '', '--yes').includes(path));
      } finally {
        shell(take, root);
      }
      holdfast.report(0, 'rollback', '--last', '--yes', '--root', root);
      assert.deepEqual(
        holdfast.report(2, 'plan', '--root', root).changes?.map(({ key }) => key),
        wanted,
      );
    });
  }

  test('a plan whose host has moved is stale; one of another host or version is no plan for this one', () => {
    const saved = join(place, 'plan.json');
    holdfast.report(2, 'plan', '--save', saved, '--root', root);
    const apply = (...more: string[]) => holdfast.run('apply', '--unattended', '--plan', saved, ...more);
    const moves = [
      'echo "late:x:7000:" >> "$1/etc/group"',
      'chmod 600 "$1/etc/group"',
      'touch "$1/etc/gshadow"',
      'echo "net.ipv4.conf.all.send_redirects = 1" > "$1/etc/sysctl.d/a.conf"',
    ];
    for (const move of moves) {
      shell('cp -a "$1/etc" "$1/../etc"', root);
      shell(move, root);
      const was = manifest(root);
      const { status, stderr } = apply('--root', root);
      assert.equal(status, 3, `${move}: ${stderr}`);
      assert.equal(showDifferences(compareManifests(was, manifest(root))), '');
      shell('rm -r "$1/etc"; mv "$1/../etc" "$1/etc"', root);
    }
    const other = join(place, 'disk/other');
    smallRoot(other, { ...DOCKER_ROOT, 'etc/machine-id': { text: 'fedcba9876543210fedcba9876543210\n' } });
    const was = manifest(other);
    assert.equal(apply('--root', other).status, 1);
    for (const text of ['', '{}', '[]', 'null', '{"schema":"holdfast.plan/2"}', '\0\0\0', '{"schema":']) {
      writeFileSync(saved, text);
      const { status, stderr } = apply('--root', other);
      assert.equal(status, 1, text);
      assert.match(stderr, /^holdfast: [^\n]*plan/, text);
      assert.doesNotMatch(stderr, /bug/);
    }
    assert.equal(showDifferences(compareManifests(was, manifest(other))), '');
  });
});
