import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Path } from '../../src/model/path.ts';
import { runLabOnDisk, wishing } from '../laws/lab/run-lab.ts';
import { plantOnDisk } from './lab/disk-tree.ts';

test('the rescue script leaves alone what somebody has changed since, names it, and puts back the rest', async () => {
  using disk = plantOnDisk({
    '/etc': { type: 'directory' },
    '/etc/replaced': { text: 'old\n' },
    '/etc/mode': { text: 'same\n', mode: 0o666 },
    '/etc/sound': { text: 'old\n' },
  });
  using lab = runLabOnDisk(createRootedHost({ root: disk.root, stateDir: null }));
  const entry = (key: Path, part: string, desired: string | number) => {
    return { kind: 'entry', key, part, desired } as const;
  };
  const run = await lab.apply(
    wishing(
      'test/drift',
      entry('/etc/replaced', 'text', 'new\n'),
      entry('/etc/made', 'text', 'new\n'),
      entry('/etc/mode', 'mode', 0o600),
      entry('/etc/sound', 'text', 'new\n'),
    ),
  );
  assert.equal(run.status, 'applied');
  writeFileSync(disk.at('/etc/replaced'), 'new\nmine\n');
  writeFileSync(disk.at('/etc/made'), 'mine\n');
  chmodSync(disk.at('/etc/mode'), 0o640);

  const script = `${lab.stateDir}/runs/${run.id}/rescue.sh`;
  const { status, stdout, stderr } = spawnSync('sh', [script, '--root', disk.root], { encoding: 'utf8' });
  assert.equal(status, 5, stderr);
  const text = (path: Path) => readFileSync(disk.at(path), 'utf8');
  assert.deepEqual([text('/etc/replaced'), text('/etc/made')], ['new\nmine\n', 'mine\n']);
  assert.equal(lstatSync(disk.at('/etc/mode')).mode & 0o7777, 0o640);
  assert.equal(text('/etc/sound'), 'old\n');
  const left = [...stdout.matchAll(/^LEFT ALONE {2}\d+: (\S+):/gm)].map(([, path]) => path).sort();
  assert.deepEqual(left, ['/etc/made', '/etc/mode', '/etc/replaced']);
});
