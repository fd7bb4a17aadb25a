import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadRuns } from '../../src/engine/load-runs.ts';
import { recover } from '../../src/engine/recover.ts';
import { previewRollback, rollback } from '../../src/engine/rollback.ts';
import type { WrittenHost } from '../../src/host/memory-host.ts';
import type { Path } from '../../src/model/path.ts';
import { writerOf } from '../unit/engine/lab/level.ts';
import { createMemoryStateDir } from './lab/memory-state-dir.ts';
import { NOW, smallRun, WISHES } from './lab/small-run.ts';
import { createWatchedHost, look } from './lab/watched-host.ts';

const LOCAL: Path = '/usr/local/lib';
const UNIT: Path = `${LOCAL}/systemd/system/holdfast-first-boot-000001.service`;
const LINK: Path = `${LOCAL}/systemd/system/multi-user.target.wants/holdfast-first-boot-000001.service`;
const IMAGE: WrittenHost = {
  type: 'image',
  entries: {
    '/etc': { directory: true, mtime: '5' },
    '/etc/text': { content: 'old\n', mtime: '7' },
    '/usr/lib/systemd/systemd': '',
    [LOCAL]: { directory: true, mtime: '6' },
    [`${LOCAL}/other`]: { content: '', mtime: '6' },
  },
};
const PATHS = [
  '/etc',
  '/etc/text',
  LOCAL,
  `${LOCAL}/systemd`,
  `${LOCAL}/systemd/system`,
  UNIT,
  LINK,
] as const;

/** It dies before its nth write, and writes nothing more until it is started again. */
function anImage(writes: number) {
  let left = writes;
  const onWrite = () => {
    if (--left < 0) throw new Error('the machine has died');
  };
  const host = createWatchedHost(IMAGE, onWrite);
  return {
    host,
    stateDir: createMemoryStateDir(onWrite),
    start: () => {
      left = Number.POSITIVE_INFINITY;
    },
    seen: () => look(host, PATHS, []),
  };
}
const died = async (work: Promise<unknown>) => {
  try {
    await work;
    return false;
  } catch (error) {
    assert.match(String(error), /the machine has died/);
    return true;
  }
};
const wishes = WISHES.slice(0, 1);

test('a run on an image with systemd leaves a unit for its first boot, and its rollback takes it away', async () => {
  const { host, stateDir, seen } = anImage(Number.POSITIVE_INFINITY);
  const before = await seen();
  assert.equal(await smallRun(host, stateDir, wishes), 'applied');
  assert.equal((await host.status(UNIT))?.type, 'file');
  assert.equal((await host.status(LINK))?.type, 'link');
  assert.equal((await host.status(LOCAL))?.mtime, '6');
  const wish = { onDrift: 'refuse', allow: [], today: '2026-01-02' } as const;
  const { digest } = await previewRollback(host, stateDir, '000001', wish);
  const { status } = await rollback(writerOf(host, stateDir), '000001', wish, { digest, probes: [] });
  assert.equal(status, 'applied');
  assert.deepEqual(await seen(), before);
  const back = await previewRollback(host, stateDir, '000002', wish);
  await rollback(writerOf(host, stateDir), '000002', wish, { digest: back.digest, probes: [] });
  assert.equal((await host.status(LINK))?.type, 'link');
  assert.equal((await host.status(LOCAL))?.mtime, '6');
});

test('the unit of a file that somebody has written anew is left alone', async () => {
  const { host, stateDir } = anImage(Number.POSITIVE_INFINITY);
  await smallRun(host, stateDir, wishes);
  const theirs = Buffer.from('[Unit]\n');
  const entry = await host.entry(UNIT);
  assert.ok(entry?.type === 'file');
  await host.putEntry(UNIT, { ...entry, size: theirs.length }, theirs);
  const wish = { onDrift: 'refuse', allow: [], today: '2026-01-02' } as const;
  const { digest } = await previewRollback(host, stateDir, '000001', wish);
  await rollback(writerOf(host, stateDir), '000001', wish, { digest, probes: [] });
  assert.equal((await host.status(UNIT))?.type, 'file');
});

test('a crash at any write leaves an image with the whole run and its unit, or with neither', async () => {
  const sound = anImage(Number.POSITIVE_INFINITY);
  const before = await sound.seen();
  await smallRun(sound.host, sound.stateDir, wishes);
  let points = 0;
  for (let isDead = true; isDead; points++) {
    const { host, stateDir, start, seen } = anImage(points);
    isDead = await died(smallRun(host, stateDir, wishes));
    start();
    await recover(host, stateDir, NOW, 'all');
    const status = loadRuns(stateDir).runs[0]?.state.status;
    const when = `after a crash at write ${points}: ${status}`;
    if (status === 'applied') assert.equal((await host.status(LINK))?.type, 'link', when);
    else assert.deepEqual(await seen(), before, when);
  }
  assert.ok(points > 20, `${points} writes`);
});

test('where nobody would run it there is none', async () => {
  for (const gone of ['/usr/lib/systemd/systemd', LOCAL]) {
    const entries = Object.entries(IMAGE.entries ?? {}).filter(([path]) => !path.startsWith(gone));
    const host = createWatchedHost({ type: 'image', entries: Object.fromEntries(entries) }, () => undefined);
    assert.equal(await smallRun(host, createMemoryStateDir(), wishes), 'applied');
    assert.equal(await host.status(UNIT), null);
  }
});
