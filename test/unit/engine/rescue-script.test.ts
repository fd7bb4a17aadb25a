import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rescueScript } from '../../../src/engine/rescue-script.ts';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import { createRootedHost } from '../../../src/host/rooted-host.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { Path } from '../../../src/model/path.ts';
import type { RunChange, RunPlan } from '../../../src/model/run-plan.ts';
import { runLabOnDisk, wishing } from '../../laws/lab/run-lab.ts';
import { directoryEntry, fileEntry, linkEntry, plantOnDisk } from '../../laws/lab/tree.ts';

/** What a shell could take for more than a name. */
const NAMES = [
  "it's",
  '$(touch pwned)',
  '`touch pwned`',
  '"; touch pwned; "',
  '-rf',
  '\\',
  'a\nb',
  '#!',
  '*',
  ' ',
  '\udcff\x1b[31m',
  '@RUN@',
  '$&$1',
];
const OLD = { mtime: '1700000000123456789', uid: 7 };
const STATES: readonly (Entry | null)[] = [
  null,
  fileEntry('old\n', OLD),
  fileEntry('old\n', { ...OLD, mode: 0o4755, xattrs: { "user.it's": 'eA==', 'user.b': '' } }),
  fileEntry('new\n', { mtime: '-1' }),
  directoryEntry(OLD),
  linkEntry("it's\n$(touch pwned)", OLD),
];

function planOf(changes: readonly RunChange[]): RunPlan {
  return {
    version: 1,
    run: '000001',
    type: 'apply',
    of: null,
    whole: true,
    tool: 'test',
    host: { type: 'image', machine: null, root: '/' },
    digest: null,
    changes,
    effects: [],
    arming: {
      unit: '/etc/systemd/system/x.service',
      link: '/etc/systemd/system/x.wants/x.service',
      text: '',
      directories: [
        { path: '/etc/systemd/system', time: '5' },
        { path: '/etc/systemd/system/x.wants', time: null },
      ],
    },
  };
}
const change = (name: string, from: Entry | null, to: Entry | null, number: number): RunChange => ({
  number,
  kind: 'entry',
  key: `/etc/${name}`,
  before: from === null ? null : { ...from },
  after: to === null ? null : { ...to },
  undo: 'exact',
  parts: [],
  effects: [],
  keep: from === null ? null : `/etc/${name}/.holdfast/1`,
  restore: null,
  directory: `/etc/${name}`,
  directoryTimeBefore: '1700000000123456789',
  directoryTime: null,
});

const ALL = rescueScript(
  planOf([
    ...NAMES.flatMap((name, n) =>
      STATES.flatMap((from, f) =>
        STATES.filter((to) => to !== from).map((to, t) => change(name, from, to, n * 100 + f * 10 + t)),
      ),
    ),
    { ...change('x', null, null, 9999), kind: 'kernel-setting', key: "net.ipv4.conf.it's$(id).x" },
  ]),
);

let place: string;
before(() => {
  place = mkdtempSync(join(tmpdir(), 'holdfast-rescue-'));
  writeFileSync(join(place, 'rescue.sh'), encodeHostText(ALL));
});
after(() => {
  rmSync(place, { recursive: true });
});
const run = (program: string, ...args: readonly string[]) =>
  spawnSync(program, args, { cwd: place, encoding: 'utf8' });

test('every shell can read it, whatever the names are', () => {
  assert.deepEqual([run('sh', '-n', 'rescue.sh').stderr, run('sh', '-n', 'rescue.sh').status], ['', 0]);
  assert.equal(run('bash', '--posix', '-n', 'rescue.sh').status, 0);
});

test('without a journal it does nothing', () => {
  const { status, stdout, stderr } = run('sh', 'rescue.sh', '--root', place);
  assert.deepEqual([status, stdout, stderr], [0, '', '']);
});

test('what it does not know it does not do', () => {
  assert.equal(run('sh', 'rescue.sh', '--rot', '/mnt').status, 1);
});

test('every change of the run is in it, the last one first', () => {
  const script = rescueScript(planOf([1, 2, 3].map((n) => change('x', null, fileEntry('x'), n))));
  assert.deepEqual(
    [...script.matchAll(/^number=(\d)/gm)].map(([, number]) => number),
    ['3', '2', '1'],
  );
  assert.match(script, /^rm -f "\$root"'\/etc\/systemd\/system\/x\.wants\/x\.service'/m);
});

test('it puts files of hostile names back, and runs none of them', async () => {
  using disk = plantOnDisk({
    '/etc': { type: 'directory' },
    ...Object.fromEntries(
      NAMES.map((name) => [`/etc/${name}`, { text: `old ${name}\n`, mode: 0o640, uid: 7 }]),
    ),
  });
  const look = () =>
    NAMES.map((name) => {
      const { mode, uid, mtimeNs, ino } = lstatSync(disk.at(`/etc/${name}`), { bigint: true });
      return [name, mode, uid, mtimeNs, ino, readFileSync(disk.at(`/etc/${name}`)).toString('latin1')];
    });
  const untouched = [look(), lstatSync(disk.at('/etc'), { bigint: true }).mtimeNs];
  using lab = runLabOnDisk(createRootedHost({ root: disk.root, stateDir: null }));
  const keys = NAMES.map((name): Path => `/etc/${name}`);
  const applied = await lab.apply(
    wishing(
      'test/hostile',
      ...keys.map((key) => ({ kind: 'entry' as const, key, part: 'text', desired: 'new\n' })),
      { kind: 'entry', key: "/etc/new 'one'", part: 'text', desired: 'x' },
    ),
  );
  assert.equal(applied.status, 'applied');
  const rescue = run('sh', `${lab.stateDir}/runs/${applied.id}/rescue.sh`, '--root', disk.root);
  assert.equal(rescue.status, 0, rescue.stdout + rescue.stderr);
  assert.deepEqual([look(), lstatSync(disk.at('/etc'), { bigint: true }).mtimeNs], untouched);
  assert.ok(!rescue.stdout.includes('\x1b'), 'an escape of a name reached the terminal');
});
