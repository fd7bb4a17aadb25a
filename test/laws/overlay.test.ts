import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Host, HostReader } from '../../src/model/host.ts';
import type { Path } from '../../src/model/path.ts';
import { Refused } from '../../src/model/refusal.ts';
import { refused } from './lab/host-suite.ts';
import {
  bytesOf,
  directoryEntry,
  fileEntry,
  linkEntry,
  plantInHost,
  plantOnDisk,
  type Tree,
} from './lab/tree.ts';

const TREE: Tree = {
  '/state': { type: 'directory', mode: 0o700 },
  '/w': { type: 'directory' },
  '/w/f': { text: 'base' },
  '/w/d': { type: 'directory' },
  '/w/d/x': { text: 'below' },
  '/w/e': { type: 'directory' },
  '/w/l': { link: 'd' },
};
const NAMES = ['/w/f', '/w/d', '/w/d/x', '/w/d/y', '/w/e', '/w/e/x', '/w/l', '/w/l/x', '/w/up/w/g'] as const;
const PLACES: readonly Path[] = [...NAMES, '/w', '/w/up', '/w/g', '/w/d/x/z'];
const ENTRIES: readonly (readonly [string, Entry | null])[] = [
  ['', null],
  ['one', fileEntry('one')],
  ['', fileEntry('', { mode: 0o4755, uid: 7 })],
  ['base', fileEntry('base', { mode: 0o600 })],
  ['', directoryEntry()],
  ['', directoryEntry({ mode: 0o700, gid: 8 })],
  ...['d', '/w/e', '/', '../w/f', 'l', 'none', 'd/x'].map((to) => ['', linkEntry(to)] as const),
];
const steps = (maxLength: number) =>
  fc.array(fc.tuple(fc.constantFrom<Path>(...NAMES, '/w/up'), fc.constantFrom(...ENTRIES)), {
    minLength: 2,
    maxLength,
  });

/** What a reader tells of every place, refusals included. Times are those of writing, and differ. */
async function seen(host: HostReader): Promise<unknown> {
  const all: unknown[] = [];
  for (const path of PLACES) {
    const status = await told(host.status(path));
    const { type, mode, uid, gid, size } = (status ?? {}) as { [field: string]: unknown };
    const what = typeof status === 'object' ? [type, mode, uid, gid, type === 'file' ? size : null] : status;
    const content = await told(host.read(path));
    all.push([path, what, await told(host.resolve(path)), await told(host.list(path))]);
    all.push(content instanceof Uint8Array ? Buffer.from(content).toString() : content);
  }
  return all;
}

async function told<T>(act: Promise<T>): Promise<T | string> {
  try {
    return await act;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.refusal.code;
  }
}

async function putAll(hosts: readonly Host[], all: Steps): Promise<void> {
  for (const [path, [text, entry]] of all) {
    const answers: unknown[] = [];
    for (const host of hosts) answers.push(await told(host.putEntry(path, entry, bytesOf(text))));
    assert.equal(new Set(answers).size, 1, `${path}: ${answers.join(', ')}`);
    const [first, ...others] = await Promise.all(hosts.map(seen));
    for (const other of others) assert.deepEqual(other, first, `after ${path}`);
  }
}
type Steps = readonly (readonly [Path, readonly [string, Entry | null]])[];

async function memory(): Promise<Host> {
  const host = createMemoryHost();
  await plantInHost(host, TREE);
  return host;
}

test('whatever is put on an overlay reads as on the host itself, and the base is untouched', async () => {
  const before = await seen(await memory());
  await fc.assert(
    fc.asyncProperty(steps(8), async (all) => {
      const base = await memory();
      await putAll([await memory(), createOverlayHost(base)], all);
      assert.deepEqual(await seen(base), before);
    }),
    { numRuns: 50 },
  );
});

test('so it does over a real disk', async () => {
  await fc.assert(
    fc.asyncProperty(steps(4), async (all) => {
      using base = plantOnDisk(TREE);
      using disk = plantOnDisk(TREE);
      const under = createRootedHost({ root: base.root, stateDir: '/state' });
      const host = createRootedHost({ root: disk.root, stateDir: '/state' });
      const before = await seen(under);
      await putAll([host, createOverlayHost(under)], all);
      assert.deepEqual(await seen(under), before);
    }),
    { numRuns: 5 },
  );
});

const LIVE = {
  'kernel-setting': { 'net/ipv4/conf/all/x': '1', 'net/ipv4/conf/eth0.5/x': '0', 'net/ipv4/x': '' },
  'audit-rule': ['-w /a -p w'],
  unit: { 'a.service': { active: 'active' } },
} as const;
const OBSERVATION = { type: 'proc', path: 'self/mountinfo' } as const;
const LIVE_HOSTS: readonly (readonly [string, () => Host])[] = [
  ['a memory host', () => createMemoryHost({ live: LIVE })],
  ['an overlay', () => createOverlayHost(createMemoryHost({ live: LIVE }))],
];

for (const [name, make] of LIVE_HOSTS) {
  test(`${name} keeps live state: 0 and nothing are values, null is none`, async () => {
    const host = make();
    const setting = (key: string) => host.live('kernel-setting', key);
    assert.equal(await setting('net/ipv4/conf/eth0.5/x'), '0');
    assert.equal(await setting('net/ipv4/x'), '');
    assert.equal(await setting('none'), null);
    for (const value of ['0', '', '1', null, '0\t0'] as const) {
      await host.putLive('kernel-setting', 'net/ipv4/conf/all/x', value);
      assert.equal(await setting('net/ipv4/conf/all/x'), value);
      const keys = await host.liveKeys('kernel-setting', 'net/ipv4/conf/*/x');
      assert.equal(keys.includes('net/ipv4/conf/all/x'), value !== null, String(value));
    }
    await host.putLive('audit-rule', '-w /a -p w', null);
    await host.putLive('audit-rule', '-w /b -p w', true);
    assert.equal(await host.live('audit-rule', '-w /a -p w'), null);
    assert.deepEqual(await host.liveKeys('audit-rule', '*'), ['-w /b -p w']);
    await host.putLive('unit', 'a.service', { active: 'failed' });
    assert.deepEqual(await host.live('unit', 'a.service'), { active: 'failed' });
    await host.run({ do: 'restart', unit: 'a.service' });
    assert.deepEqual(await host.live('unit', 'a.service'), { active: 'active' });
  });

  test(`${name} matches one component with a star, and all with a star alone`, async () => {
    const host = make();
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['*', ['net/ipv4/conf/all/x', 'net/ipv4/conf/eth0.5/x', 'net/ipv4/x']],
      ['net/ipv4/conf/*/x', ['net/ipv4/conf/all/x', 'net/ipv4/conf/eth0.5/x']],
      ['net/*/x', ['net/ipv4/x']],
      ['net/ipv4/x', ['net/ipv4/x']],
      ['net/ipv4/conf/*', []],
    ];
    for (const [pattern, keys] of table)
      assert.deepEqual(await host.liveKeys('kernel-setting', pattern), keys, pattern);
  });
}

test('an overlay leaves live state and observations of its base alone', async () => {
  const base = createMemoryHost({ live: LIVE, observations: [[OBSERVATION, 'as it is']] });
  const overlay = createOverlayHost(base);
  await overlay.putLive('kernel-setting', 'net/ipv4/x', '1');
  await overlay.putLive('audit-rule', '-w /a -p w', null);
  assert.equal(await base.live('kernel-setting', 'net/ipv4/x'), '');
  assert.equal(await base.live('audit-rule', '-w /a -p w'), true);
  await overlay.putEntry('/proc', directoryEntry(), null);
  assert.equal(Buffer.from(await overlay.observe(OBSERVATION)).toString(), 'as it is');
  await refused(overlay.observe({ type: 'processes' }), 'not-observable');
});
