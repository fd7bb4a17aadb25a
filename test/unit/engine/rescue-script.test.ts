import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rescueScript } from '../../../src/engine/rescue-script.ts';
import { encodeHostText } from '../../../src/formats/host-text.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { RunChange, RunPlan } from '../../../src/model/run-plan.ts';
import { directoryEntry, fileEntry, linkEntry } from '../../laws/lab/tree.ts';
import { HOSTILE_NAMES } from './lab/hostile-names.ts';

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
    isInside: true,
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
    keeping: [
      { path: '/.holdfast', time: '6' },
      { path: '/var/lib/holdfast/kept', time: null },
    ],
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
    ...HOSTILE_NAMES.flatMap((name, n) =>
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

test('packages are named with the command that brings them back, or takes them away', () => {
  const content = 'f'.repeat(64);
  const of = (
    key: string,
    before: RunChange['before'],
    after: RunChange['after'],
    number: number,
  ): RunChange => ({
    ...change('x', null, null, number),
    kind: 'package',
    key,
    before,
    after,
  });
  const script = rescueScript(
    planOf([of("it's", { version: '1', content }, null, 1), of('new', null, { version: '2', content }, 2)]),
  );
  assert.match(script, /^number=2 label='2: package new'\npackaged 'dpkg --remove new'$/m);
  assert.match(
    script,
    new RegExp(
      `^number=1 label='1: package it'\\\\''s'\npackaged "dpkg --force-confold --install \\$folder/blobs/${content}"$`,
      'm',
    ),
  );
});
