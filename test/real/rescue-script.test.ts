import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { runLabOnDisk, wishing } from '../laws/lab/run-lab.ts';
import { HOSTILE_NAMES } from '../unit/engine/lab/hostile-names.ts';
import { plantOnDisk } from './lab/disk-tree.ts';

test('it puts files of hostile names back, and runs none of them', async () => {
  using disk = plantOnDisk({
    '/etc': { type: 'directory' },
    ...Object.fromEntries(
      HOSTILE_NAMES.map((name) => [`/etc/${name}`, { text: `old ${name}\n`, mode: 0o640, uid: 7 }]),
    ),
  });
  const look = () =>
    HOSTILE_NAMES.map((name) => {
      const { mode, uid, mtimeNs, ino } = lstatSync(disk.at(`/etc/${name}`), { bigint: true });
      return [name, mode, uid, mtimeNs, ino, readFileSync(disk.at(`/etc/${name}`)).toString('latin1')];
    });
  const untouched = [look(), lstatSync(disk.at('/etc'), { bigint: true }).mtimeNs];
  using lab = runLabOnDisk(createRootedHost({ root: disk.root, stateDir: null }));
  const keys = HOSTILE_NAMES.map((name): Path => `/etc/${name}`);
  const applied = await lab.apply(
    wishing(
      'test/hostile',
      ...keys.map((key) => ({ kind: 'entry' as const, key, part: 'text', desired: 'new\n' })),
      { kind: 'entry', key: "/etc/new 'one'", part: 'text', desired: 'x' },
    ),
  );
  assert.equal(applied.status, 'applied');
  const rescue = spawnSync('sh', [`${lab.stateDir}/runs/${applied.id}/rescue.sh`, '--root', disk.root], {
    encoding: 'utf8',
  });
  assert.equal(rescue.status, 0, rescue.stdout + rescue.stderr);
  assert.deepEqual([look(), lstatSync(disk.at('/etc'), { bigint: true }).mtimeNs], untouched);
  assert.ok(!rescue.stdout.includes('\x1b'), 'an escape of a name reached the terminal');
});
