import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confirm } from '../../../src/engine/confirm.ts';
import { loadRuns } from '../../../src/engine/load-runs.ts';
import { refuseIfWaiting } from '../../../src/engine/refuse-if-waiting.ts';
import { previewRollback, rollback } from '../../../src/engine/rollback.ts';
import type { Host } from '../../../src/model/host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import type { Wait } from '../../../src/model/wait.ts';
import { createMemoryStateDir } from '../../laws/lab/memory-state-dir.ts';
import { HOST, lookAtAll, NOW, smallRun, WISHES } from '../../laws/lab/small-run.ts';
import { createWatchedHost } from '../../laws/lab/watched-host.ts';

const refusedAs = (code: string) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code;

/** A host with systemd at 5 s after its boot, and the run that waits on it. */
async function waiting(by: Wait['by'] = 'login') {
  let uptimeMs = 5000;
  const timers = new Set<string>();
  const host: Host = {
    ...createWatchedHost({
      ...HOST,
      entries: {
        ...HOST.entries,
        '/run/systemd/system': { directory: true },
        '/etc/systemd/system/sysinit.target.wants': { directory: true },
      },
    }),
    moment: () => ({ boot: 'this', uptimeMs }),
    startTimer: async (name) => void timers.add(name),
    stopTimer: async (name) => void timers.delete(name),
  };
  const stateDir = createMemoryStateDir();
  const before = await lookAtAll(host);
  const reverting = { by, withinSeconds: 60, recover: ['/bin/true'] };
  assert.equal(await smallRun(host, stateDir, WISHES, { reverting }), 'waiting');
  assert.equal(timers.size, 1);
  const writer = {
    host,
    stateDir,
    tool: 'test',
    now: NOW,
    interrupted: () => null,
    onProgress: () => undefined,
  };
  return {
    ...writer,
    writer,
    before,
    timers,
    status: () => loadRuns(stateDir).runs[0]?.state.status,
    at: (ms: number) => {
      uptimeMs = ms;
    },
  };
}

test('only a login that began after the run keeps it', async () => {
  const { writer, status, timers, at } = await waiting();
  at(30_000);
  for (const login of [
    null,
    { name: 'session-1.scope', sinceMs: 4999 },
    { name: 'session-2.scope', sinceMs: 5000 },
  ]) {
    await assert.rejects(confirm(writer, '000001', login), refusedAs('no-new-login'));
  }
  assert.equal(status(), 'waiting');
  const run = await confirm(writer, '000001', { name: 'session-3.scope', sinceMs: 5001 });
  assert.deepEqual([run.status, timers.size], ['applied', 0]);
  await assert.rejects(confirm(writer, '000001', null), refusedAs('not-waiting'));
});

test('a controller needs no login, and nobody can keep a run whose time is over', async () => {
  const kept = await waiting('controller');
  assert.equal((await confirm(kept.writer, '000001', null)).status, 'applied');
  const late = await waiting('controller');
  late.at(65_000);
  await assert.rejects(confirm(late.writer, '000001', null), refusedAs('not-waiting'));
  assert.equal(late.status(), 'undone');
  assert.deepEqual([await lookAtAll(late.host), late.timers.size], [late.before, 0]);
});

test('while a run waits there is no other, and taking it back ends it', async () => {
  const { host, stateDir, writer, before, timers, status } = await waiting();
  assert.throws(() => refuseIfWaiting(stateDir), refusedAs('run-waits'));
  refuseIfWaiting(stateDir, '000001');
  const wish = { onDrift: 'refuse', allow: [], today: '2026-01-02' } as const;
  const part = previewRollback(host, stateDir, '000001', { ...wish, change: 1 });
  await assert.rejects(part, refusedAs('not-rollbackable'));
  const { digest } = await previewRollback(host, stateDir, '000001', wish);
  assert.equal((await rollback(writer, '000001', wish, { digest, probes: [] })).id, '000001');
  assert.deepEqual([status(), timers.size], ['undone', 0]);
  assert.deepEqual(await lookAtAll(host), before);
});
