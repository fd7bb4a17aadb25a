import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirm } from '../../src/engine/confirm.ts';
import { loadRuns } from '../../src/engine/load-runs.ts';
import { recover } from '../../src/engine/recover.ts';
import type { WrittenHost } from '../../src/host/memory-host.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Host } from '../../src/model/host.ts';
import type { RunStatus } from '../../src/model/run.ts';
import { createMemoryStateDir, type MemoryStateDir } from './lab/memory-state-dir.ts';
import { HOST, lookAtAll, NOW, smallRun, WISHES } from './lab/small-run.ts';
import { createWatchedHost } from './lab/watched-host.ts';

/*
 * A crash before every single write of a run, to its folder or to the host, and before every write of the recovery
 * that follows: what comes after finds the host as it was before the run, or after it, never in between.
 */

const WRITER = { tool: 'test', now: NOW, interrupted: () => null, onProgress: () => undefined };

/** Where a run can have a boot unit. */
const BOOTED: WrittenHost = {
  ...HOST,
  entries: {
    ...HOST.entries,
    '/run/systemd/system': { directory: true },
    '/etc/systemd/system/sysinit.target.wants': { directory: true },
  },
};

/** A machine that dies before its nth write from now on, and writes nothing more until it is started again. */
function createMachine(written = HOST) {
  let left = Number.POSITIVE_INFINITY;
  let isDead = false;
  const onWrite = () => {
    isDead ||= --left < 0;
    if (isDead) throw new Error('the machine has died');
  };
  const host = createWatchedHost(written, onWrite);
  const stateDir = createMemoryStateDir(onWrite);
  const dieAfter = (writes: number) => {
    left = writes;
    isDead = false;
  };
  return { host, stateDir, dieAfter };
}

/** Null where the machine died. */
async function untilDeath<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.message === 'the machine has died') return null;
    throw error;
  }
}

function statusOf(stateDir: MemoryStateDir): RunStatus | undefined {
  const { runs, refusals } = loadRuns(stateDir);
  assert.deepEqual(refusals, []);
  return runs[0]?.state.status;
}

interface Ends {
  readonly before: Record<string, unknown>;
  readonly after: Record<string, unknown>;
}

async function ends(wishes = WISHES): Promise<Ends> {
  const { host, stateDir } = createMachine();
  const before = await lookAtAll(host);
  assert.equal(await smallRun(host, stateDir, wishes), 'applied');
  const after = await lookAtAll(host);
  assert.notDeepEqual(after, before);
  return { before, after };
}

async function assertWhole(host: Host, stateDir: MemoryStateDir, { before, after }: Ends, when: string) {
  const status = statusOf(stateDir);
  assert.ok(status === undefined || status === 'applied' || status === 'undone', `${status} ${when}`);
  assert.deepEqual(await lookAtAll(host), status === 'applied' ? after : before, when);
}

test('a crash at any write leaves a host that recovery makes whole', async () => {
  const expected = await ends();
  let points = 0;
  for (let isDead = true; isDead; points++) {
    const { host, stateDir, dieAfter } = createMachine();
    dieAfter(points);
    isDead = (await untilDeath(() => smallRun(host, stateDir))) === null;
    dieAfter(Number.POSITIVE_INFINITY);
    await recover(host, stateDir, NOW, 'all');
    await assertWhole(host, stateDir, expected, `after a crash at write ${points}`);
    assert.deepEqual((await recover(host, stateDir, NOW, 'all')).runs, []);
  }
  assert.ok(points > 40, String(points));
});

test('a run that waits is confirmed whole or goes back whole, wherever its confirmation dies', async () => {
  const reverting = { by: 'controller', withinSeconds: 60, recover: ['/bin/true'] } as const;
  const undisturbed = createMachine(BOOTED);
  const before = await lookAtAll(undisturbed.host);
  await smallRun(undisturbed.host, undisturbed.stateDir, WISHES, { reverting });
  await confirm({ ...WRITER, ...undisturbed }, '000001', null);
  const expected = { before, after: await lookAtAll(undisturbed.host) };
  const ended = new Set<RunStatus | undefined>();
  for (let points = 0, isDead = true; isDead; points++) {
    const { host, stateDir, dieAfter } = createMachine(BOOTED);
    assert.equal(await smallRun(host, stateDir, WISHES, { reverting }), 'waiting');
    assert.equal(statusOf(stateDir), 'waiting');
    assert.deepEqual((await recover(host, stateDir, NOW, 'all')).runs, []);
    dieAfter(points);
    isDead = (await untilDeath(() => confirm({ ...WRITER, host, stateDir }, '000001', null))) === null;
    dieAfter(Number.POSITIVE_INFINITY);
    const next: Host = { ...host, moment: () => ({ boot: 'the next', uptimeMs: 1 }) };
    await recover(next, stateDir, NOW, 'all');
    await assertWhole(host, stateDir, expected, `after a crash at write ${points}`);
    ended.add(statusOf(stateDir));
  }
  assert.deepEqual([...ended].sort(), ['applied', 'undone']);
});

test('a crash of the recovery, too', async () => {
  const few = WISHES.filter(({ key }) => ['/etc/text', '/etc/mode', '/etc/new.d/a'].includes(key));
  const expected = await ends(few);
  let points = 0;
  for (let first = 0, isDead = true; isDead; first++) {
    for (let second = 0, isDeadAgain = true; isDeadAgain; second++) {
      const { host, stateDir, dieAfter } = createMachine();
      dieAfter(first);
      isDead = (await untilDeath(() => smallRun(host, stateDir, few))) === null;
      dieAfter(second);
      isDeadAgain = (await untilDeath(() => recover(host, stateDir, NOW, 'all'))) === null;
      dieAfter(Number.POSITIVE_INFINITY);
      await recover(host, stateDir, NOW, 'all');
      await assertWhole(host, stateDir, expected, `after crashes at writes ${first} and ${second}`);
      points += 1;
    }
  }
  assert.ok(points > 400, String(points));
});

test('what somebody else has changed after a crash is left alone, and the rest is undone', async () => {
  const { before } = await ends();
  let stuck = 0;
  for (let first = 0, isDead = true; isDead; first++) {
    const { host, stateDir, dieAfter } = createMachine();
    dieAfter(first);
    isDead = (await untilDeath(() => smallRun(host, stateDir))) === null;
    dieAfter(Number.POSITIVE_INFINITY);
    if (statusOf(stateDir) !== 'unfinished') continue;
    const foreign = { ...(await host.entry('/etc/text')), mode: 0o444 } as Entry;
    await host.putEntry('/etc/text', foreign, null);
    const isBegun = loadRuns(stateDir).runs[0]?.state.changes.has(1) === true;
    await recover(host, stateDir, NOW, 'all');
    assert.deepEqual(await host.entry('/etc/text'), foreign);
    assert.equal(statusOf(stateDir), isBegun ? 'stuck' : 'undone', `after a crash at write ${first}`);
    // Its directory keeps the time of the change that stays.
    const left = isBegun
      ? { '/etc/text': before['/etc/text'], '/etc': before['/etc'] }
      : { '/etc/text': before['/etc/text'] };
    assert.deepEqual({ ...(await lookAtAll(host)), ...left }, before);
    stuck += isBegun ? 1 : 0;
  }
  assert.ok(stuck > 10, String(stuck));
});
