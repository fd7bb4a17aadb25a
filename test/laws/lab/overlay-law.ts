import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createOverlayHost } from '../../../src/host/overlay-host.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { Host, HostReader } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import { Refused } from '../../../src/model/refusal.ts';
import type { Plant } from './plants.ts';
import { bytesOf, directoryEntry, fileEntry, linkEntry, type Tree } from './tree.ts';

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

/** Whatever is put on an overlay reads as on the host itself, and the base is untouched. */
export async function overlayLaw(plant: Plant<Host>, maxLength: number, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(steps(maxLength), async (all) => {
      using base = await plant(TREE);
      using other = await plant(TREE);
      const before = await seen(base.host);
      await putAll([other.host, createOverlayHost(base.host)], all);
      assert.deepEqual(await seen(base.host), before);
    }),
    { numRuns },
  );
}
