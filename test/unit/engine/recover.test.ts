import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { loadRuns } from '../../../src/engine/load-runs.ts';
import { purge } from '../../../src/engine/purge.ts';
import { recover } from '../../../src/engine/recover.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Host } from '../../../src/model/host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { createMemoryStateDir, type MemoryStateDir } from '../../laws/lab/memory-state-dir.ts';
import { wishing } from '../../laws/lab/run-lab.ts';
import { NOW } from '../../laws/lab/small-run.ts';
import { writerOf } from './lab/level.ts';
import { applyOn, edit, textOf } from './lab/small-lab.ts';

const reload = { do: 'reload', unit: 'f.service' } as const;
const f = wishing('t/f', { kind: 'entry', key: '/etc/f', part: 'text', desired: 'new\n', effects: [reload] });
const g = wishing('t/g', { kind: 'entry', key: '/etc/g', part: 'text', desired: 'new\n' });
const inNewDirectory = wishing('t/d', { kind: 'entry', key: '/etc/d/f', part: 'text', desired: 'x\n' });

const hostCalled = (machine: string) =>
  createMemoryHost({ type: 'image', machine, entries: { '/etc/f': 'old\n' } });
let host: Host;
let stateDir: MemoryStateDir;
beforeEach(() => {
  host = hostCalled('a');
  stateDir = createMemoryStateDir();
});

/** Everything ends when this path is to be written. */
function dyingAt(path: string): Host {
  let isDead = false;
  const putEntry: Host['putEntry'] = async (at, ...rest) => {
    isDead ||= at === path;
    if (isDead) throw new Error('killed');
    return host.putEntry(at, ...rest);
  };
  return { ...host, putEntry };
}

/** A run whose change somebody has edited before it could be undone. */
async function stuck(): Promise<void> {
  const run: Host['run'] = async (effect) => {
    if ((await textOf(host, '/etc/f')) !== 'new\n') return;
    await edit(host, '/etc/f', 'theirs\n');
    throw new Refused({ code: 'effect-failed', args: { effect, why: 'it does not' } });
  };
  assert.equal((await applyOn({ ...host, run }, stateDir, [f])).status, 'stuck');
}

test('a run of another host is named and left to that host', async () => {
  await assert.rejects(applyOn(dyingAt('/etc/g'), stateDir, [f, g]), /killed/);
  const { runs, refusals } = await recover(hostCalled('b'), stateDir, NOW, 'all');
  assert.deepEqual([runs, refusals.map(({ code }) => code)], [[], ['other-host']]);
  assert.equal((await recover(host, stateDir, NOW, 'all')).runs[0]?.status, 'undone');
  assert.equal(await textOf(host, '/etc/f'), 'old\n');
});

test('a stuck run is tried again only when asked, and its effects only with something put back', async () => {
  await stuck();
  let effects = 0;
  const counting: Host = { ...host, run: async () => void effects++ };
  assert.deepEqual(await recover(counting, stateDir, NOW, 'unfinished'), { runs: [], refusals: [] });
  assert.equal((await recover(counting, stateDir, NOW, 'all')).runs[0]?.status, 'stuck');
  assert.equal(effects, 0);
  await edit(host, '/etc/f', 'new\n');
  assert.equal((await recover(counting, stateDir, NOW, 'all')).runs[0]?.status, 'undone');
  assert.deepEqual([await textOf(host, '/etc/f'), effects], ['old\n', 1]);
});

test("what a later run has made is that run's, also when an old stuck one made the same", async () => {
  await stuck();
  assert.equal((await applyOn(host, stateDir, [f])).status, 'applied');
  assert.equal((await recover(host, stateDir, NOW, 'all')).runs[0]?.status, 'stuck');
  assert.equal(await textOf(host, '/etc/f'), 'new\n');
});

test('a stuck run is settled by giving up its way back', async () => {
  await stuck();
  assert.equal((await purge(writerOf(host, stateDir), '000001'))?.status, 'purged');
  assert.deepEqual(await recover(host, stateDir, NOW, 'all'), { runs: [], refusals: [] });
  assert.equal(await textOf(host, '/etc/f'), 'theirs\n');
});

test('a directory that somebody has filled is left alone, and nobody else has to wait for it', async () => {
  await assert.rejects(applyOn(dyingAt('/etc/d/f'), stateDir, [inNewDirectory]), /killed/);
  await edit(host, '/etc/d/theirs', 'theirs\n');
  const { runs } = await recover(host, stateDir, NOW, 'all');
  assert.deepEqual(
    [runs[0]?.status, runs[0]?.refusals.map(({ code }) => code)],
    ['stuck', ['foreign-state']],
  );
  assert.equal((await applyOn(host, stateDir, [g])).status, 'applied');
});

test('a journal that cannot be read stops an apply until its run is given up', async () => {
  await applyOn(host, stateDir, [f]);
  stateDir.files.get('000001')?.get('journal.ndjson')?.set([0x21], 30);
  await assert.rejects(
    applyOn(host, stateDir, [g]),
    (error) => error instanceof Refused && error.refusal.code === 'journal-damaged',
  );
  assert.equal(await textOf(host, '/etc/g'), null);
  assert.equal(await purge(writerOf(host, stateDir), '000001'), null);
  assert.deepEqual(loadRuns(stateDir), { runs: [], refusals: [] });
  assert.equal((await applyOn(host, stateDir, [g])).status, 'applied');
});
