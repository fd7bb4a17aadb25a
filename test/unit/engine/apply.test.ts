import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { apply } from '../../../src/engine/apply.ts';
import { loadRun } from '../../../src/engine/load-run.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { purge } from '../../../src/engine/purge.ts';
import { recover } from '../../../src/engine/recover.ts';
import { previewRollback, rollback } from '../../../src/engine/rollback.ts';
import type { Selection } from '../../../src/engine/selection.ts';
import type { Writer } from '../../../src/engine/writer.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Probe } from '../../../src/model/policy.ts';
import { type RefusalCode, Refused } from '../../../src/model/refusal.ts';
import { createMemoryStateDir, type MemoryStateDir } from '../../laws/lab/memory-state-dir.ts';
import { wishing } from '../../laws/lab/run-lab.ts';
import { NOW } from '../../laws/lab/small-run.ts';
import { bytesOf, fileEntry } from '../../laws/lab/tree.ts';
import { createWatchedHost } from '../../laws/lab/watched-host.ts';
import { level, needsUnit, selectionOf, writerOf } from './lab/level.ts';

const SELECTION = selectionOf([level]);
const TWO = selectionOf([
  level,
  wishing('a/b', {
    kind: 'entry',
    key: '/etc/second',
    desired: { text: 'b\n', mode: 0o644, uid: 0, gid: 0 },
  }),
]);

let host: Host;
let stateDir: MemoryStateDir;
let writes: string[];
beforeEach(() => {
  writes = [];
  const onWrite = (what: string) => void writes.push(what);
  const entries = { '/etc/level': { content: '3\n', mode: 0o640, mtime: '7' } };
  const live = { unit: { 'level.service': { active: 'active' } } } as const;
  host = createWatchedHost({ type: 'image', entries, live }, onWrite);
  stateDir = createMemoryStateDir(onWrite);
});

const planOf = async (selection = SELECTION, on = host) => (await makePlan(on, selection, 'test')).plan;
async function applied(
  options: {
    onError?: 'keep';
    selection?: Selection;
    on?: Host;
    probes?: readonly Probe[];
    more?: Partial<Writer>;
  } = {},
) {
  const { selection = SELECTION, on = host, onError = 'rollback', probes = [], more = {} } = options;
  const { digest } = await planOf(selection, on);
  return apply(writerOf(on, stateDir, more), selection, { digest, onError, probes });
}
/** A host whose service does not come up again. */
function failing(): Host {
  let isFailed = false;
  const live = (async (kind, key) =>
    isFailed && kind === 'unit' ? { active: 'failed' } : host.live(kind, key)) as Host['live'];
  const run = async () => {
    isFailed = true;
    writes.push('effect restart');
  };
  return { ...host, live, run };
}
const says = async () => Buffer.from((await host.read('/etc/level')) ?? []).toString();
const refusedAs = (code: RefusalCode) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code;
const hostWrites = () => writes.filter((what) => /^((?:put|time) \/etc|effect|live)/.test(what));

test('makes what was planned, runs the effects, and finds nothing to do afterwards', async () => {
  const run = await applied();
  assert.deepEqual([run.status, run.refusals, run.remaining], ['applied', [], []]);
  assert.equal(await says(), '7\n');
  assert.deepEqual(hostWrites(), ['put /etc/level', 'effect reload']);
  assert.deepEqual((await planOf()).changes, []);
});

test('a host that has moved since the consent is refused, and nothing is written', async () => {
  const { digest } = await planOf();
  await host.putEntry('/etc/level', fileEntry('4\n', { mode: 0o640, mtime: '8' }), bytesOf('4\n'));
  writes.length = 0;
  const late = apply(writerOf(host, stateDir), SELECTION, { digest, onError: 'rollback', probes: [] });
  await assert.rejects(late, refusedAs('stale-plan'));
  assert.deepEqual(writes, []);
});

test('a change that does not read back as planned is no change that was made', async () => {
  const putEntry: Host['putEntry'] = (path, entry, content) =>
    host.putEntry(path, path === '/etc/level' && entry !== null ? { ...entry, gid: 99 } : entry, content);
  const run = await applied({ on: { ...host, putEntry } });
  assert.deepEqual([run.status, run.refusals.map(({ code }) => code)], ['stuck', ['foreign-state']]);
});

test('what is not met by a fresh read is undone, and its effects run again', async () => {
  const before = await host.entry('/etc/level');
  const selection = selectionOf([needsUnit]);
  const { status, refusals } = await applied({ selection, on: failing() });
  assert.deepEqual([status, refusals.map(({ code }) => code)], ['undone', ['not-met-after']]);
  assert.deepEqual(await host.entry('/etc/level'), before);
  assert.deepEqual(hostWrites().slice(0, 4), [
    'put /etc/level',
    'effect restart',
    'put /etc/level',
    'time /etc',
  ]);
  assert.equal(hostWrites().at(-1), 'effect restart');
});

test('what is not met can be kept', async () => {
  const { status } = await applied({ selection: selectionOf([needsUnit]), onError: 'keep', on: failing() });
  assert.equal(status, 'partly');
  assert.equal(await says(), '7\n');
});

test('kept is what is done: the change that failed midway goes back', async () => {
  const second = new Refused({ code: 'io', args: { path: '/etc/second', call: 'fsync', errno: 'EIO' } });
  const putEntry: Host['putEntry'] = async (path, entry, content) => {
    await host.putEntry(path, entry, content);
    if (path === '/etc/second' && entry !== null) throw second;
  };
  const { status, refusals } = await applied({ selection: TWO, onError: 'keep', on: { ...host, putEntry } });
  assert.deepEqual([status, refusals], ['partly', [second.refusal]]);
  assert.equal(await says(), '7\n');
  assert.equal(await host.status('/etc/second'), null);
  assert.equal(hostWrites().at(-1), 'effect reload');
});

test('a signal stops it between two changes, and it is undone', async () => {
  const { digest } = await planOf();
  const writer = writerOf(host, stateDir, { interrupted: () => 'SIGTERM' });
  const run = await apply(writer, SELECTION, { digest, onError: 'keep', probes: [] });
  assert.deepEqual([run.status, run.refusals.map(({ code }) => code)], ['undone', ['interrupted']]);
  assert.deepEqual(hostWrites(), []);
});

const SHOP: Probe = { name: 'probe-shop', argv: ['/usr/bin/shop', 'health'] };
/** A running host, on which a service works for as long as `works` says so. */
function withShop(works: () => Promise<boolean>): Host {
  const probe: Host['probe'] = async (tried) =>
    (await works()) ? null : `${'argv' in tried ? tried.argv[1] : tried.name} is down`;
  return { ...host, identity: { ...host.identity, type: 'live' }, probe };
}

test('what worked before and does not work after is a reason to undo all, also when it would be kept', async () => {
  const on = withShop(async () => (await says()) === '3\n');
  for (const onError of [{}, { onError: 'keep' }] as const) {
    const run = await applied({ on, probes: [SHOP], ...onError });
    assert.deepEqual(
      [run.status, run.refusals],
      ['undone', [{ code: 'probe-failed', args: { probe: 'probe-shop', why: 'health is down' } }]],
    );
    assert.equal(await says(), '3\n');
  }
});

test('nothing is kept of a run that failed for another reason, when a probe fails by then', async () => {
  const putEntry: Host['putEntry'] = async (path, entry, content) => {
    if (path === '/etc/second' && entry !== null)
      throw new Refused({ code: 'io', args: { path, call: 'fsync', errno: 'EIO' } });
    await host.putEntry(path, entry, content);
  };
  const on = { ...withShop(async () => (await says()) === '3\n'), putEntry };
  const run = await applied({ on, selection: TWO, probes: [SHOP], onError: 'keep' });
  assert.deepEqual([run.status, run.refusals.map(({ code }) => code)], ['undone', ['io', 'probe-failed']]);
  assert.equal(await says(), '3\n');
});

test('what failed before proves nothing, and is told', async () => {
  const seen: unknown[] = [];
  const more: Partial<Writer> = {
    onProgress: (progress) => void ('probe' in progress && seen.push(progress)),
  };
  const run = await applied({ on: withShop(async () => false), probes: [SHOP], more });
  assert.equal(run.status, 'applied');
  assert.deepEqual(seen, [{ probe: 'probe-shop', why: 'health is down' }]);
});

test('before there is no second try, which would hold up every run; afterwards there is', async () => {
  const isOver: boolean[] = [];
  const probe: Host['probe'] = async (_, patience) => {
    isOver.push(patience.isOver());
    return null;
  };
  const on: Host = { ...host, identity: { ...host.identity, type: 'live' }, probe };
  await applied({ on, probes: [SHOP] });
  assert.deepEqual(isOver, [true, false]);
});

test('on an image nothing is probed', async () => {
  const probe: Host['probe'] = async () => assert.fail('probed');
  assert.equal((await applied({ on: { ...host, probe }, probes: [SHOP] })).status, 'applied');
});

test('a rollback that something does not bear leaves the run as it is', async () => {
  const run = await applied();
  const on = withShop(async () => (await says()) === '7\n');
  const wish = { onDrift: 'refuse', allow: [], today: '2026-01-02' } as const;
  const { digest } = await previewRollback(on, stateDir, run.id, wish);
  const back = await rollback(writerOf(on, stateDir), run.id, wish, { digest, probes: [SHOP] });
  assert.deepEqual([back.status, back.refusals.map(({ code }) => code)], ['undone', ['probe-failed']]);
  assert.equal(await says(), '7\n');
  assert.equal(
    (await rollback(writerOf(on, stateDir), run.id, wish, { digest, probes: [] })).status,
    'applied',
  );
});

test('an unfinished run is undone first', async () => {
  const { digest } = await planOf();
  let isDead = false;
  const die = () => {
    if (isDead) throw new Error('dead');
  };
  const putEntry: Host['putEntry'] = async (...args) => {
    die();
    await host.putEntry(...args);
    isDead = true;
  };
  const dying = createMemoryStateDir(die);
  const first = apply(writerOf({ ...host, putEntry }, dying), SELECTION, {
    digest,
    onError: 'rollback',
    probes: [],
  });
  await assert.rejects(first, /dead/);
  isDead = false;
  const run = await apply(writerOf(host, dying), SELECTION, { digest, onError: 'rollback', probes: [] });
  assert.deepEqual([run.id, run.status, await says()], ['000002', 'applied', '7\n']);
  assert.equal(loadRun(dying.run('000001'))?.state.status, 'undone');
});

test('a run whose plan was changed is nothing to act on', async () => {
  await applied();
  const files = stateDir.files.get('000001');
  const plan = Buffer.from(files?.get('plan.json') ?? []).toString();
  files?.set('plan.json', Buffer.from(plan.replace('/etc/level', '/etc/other')));
  assert.throws(() => loadRun(stateDir.run('000001')), refusedAs('journal-damaged'));
});

test('nothing of a damaged journal is acted on', async () => {
  await applied();
  stateDir.files.get('000001')?.get('journal.ndjson')?.set([0x21], 30);
  writes.length = 0;
  const { runs, refusals } = await recover(host, stateDir, NOW, 'all');
  assert.deepEqual([runs, refusals.map(({ code }) => code), writes], [[], ['journal-damaged'], []]);
});

test('a purge is said before the contents go', async () => {
  await applied();
  writes.length = 0;
  assert.equal((await purge(writerOf(host, stateDir), '000001'))?.status, 'purged');
  const [said, gone] = [writes.indexOf('overwrite journal.ndjson'), writes.indexOf('drop blobs')];
  assert.ok(
    said >= 0 && writes.lastIndexOf('overwrite head') > said && gone > writes.lastIndexOf('overwrite head'),
  );
});

test('a failed write of the journal never ends in a change that nobody answers for', async () => {
  await applied();
  const all = writes.length;
  for (let failing = 1; failing <= all; failing++) {
    let count = 0;
    const onWrite = () => {
      count += 1;
      if (count === failing)
        throw new Refused({ code: 'io', args: { path: '/j', call: 'write', errno: 'EIO' } });
    };
    host = createMemoryHost({ type: 'image', entries: { '/etc/level': '3\n' } });
    stateDir = createMemoryStateDir(onWrite);
    const end = await applied().then(
      ({ status }) => status,
      (error) => error.refusal.code,
    );
    const expected = end === 'applied' ? '7\n' : '3\n';
    assert.equal(await says(), expected, `write ${failing}: ${end}`);
  }
});

test('facts that cannot be read after the change are no answer', async () => {
  let isBroken = false;
  const read: Host['read'] = async (path) => {
    if (!isBroken || path !== '/etc/level') return host.read(path);
    isBroken = false;
    throw new Refused({ code: 'unreadable', args: { path, why: 'EIO' } });
  };
  const run: Host['run'] = async () => {
    isBroken = (await says()) === '7\n';
  };
  const { status, refusals } = await applied({ on: { ...host, read, run } });
  assert.deepEqual([status, refusals.map(({ code }) => code)], ['undone', ['not-met-after']]);
});

test('what the kernel makes of a value is put back at once', async () => {
  const base = createMemoryHost({ type: 'image', live: { 'kernel-setting': { 'kernel/x': '1' } } });
  const putLive: Host['putLive'] = (kind, key, state) =>
    base.putLive(kind, key, state === '9' ? ('3' as typeof state) : state);
  host = { ...base, putLive };
  const run = await applied({
    selection: selectionOf([wishing('a/x', { kind: 'kernel-setting', key: 'kernel.x', desired: '9' })]),
    on: host,
  });
  assert.deepEqual([run.status, await base.live('kernel-setting', 'kernel/x')], ['undone', '1']);
});
