import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { purge } from '../../../src/engine/purge.ts';
import { lastRun } from '../../../src/engine/rollback.ts';
import { verifyRuns } from '../../../src/engine/verify-runs.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Host } from '../../../src/model/host.ts';
import { type RefusalCode, Refused } from '../../../src/model/refusal.ts';
import { createMemoryStateDir, type MemoryStateDir } from '../../laws/lab/memory-state-dir.ts';
import { wishing } from '../../laws/lab/run-lab.ts';
import { writerOf } from './lab/level.ts';
import { applyOn, edit, rollBackOn, textOf } from './lab/small-lab.ts';

const shared = { kind: 'entry', key: '/etc/f', part: 'text', desired: 'new\n' } as const;
const a = wishing('t/a', shared);
const b = wishing('t/b', shared);
const g = wishing('t/g', { kind: 'entry', key: '/etc/g', part: 'text', desired: 'new\n' });
const inNewDirectory = wishing('t/d', { kind: 'entry', key: '/etc/d/f', part: 'text', desired: 'x\n' });
const refusedAs = (code: RefusalCode) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code;

const hostCalled = (machine: string) =>
  createMemoryHost({ type: 'image', machine, entries: { '/etc/f': 'old\n' } });
let host: Host;
let stateDir: MemoryStateDir;
beforeEach(() => {
  host = hostCalled('a');
  stateDir = createMemoryStateDir();
});

test('a run of another host is not rolled back here, nor compared with this host', async () => {
  await applyOn(host, stateDir, [a]);
  const other = hostCalled('b');
  await edit(other, '/etc/f', 'new\n');
  await assert.rejects(rollBackOn(other, stateDir, '000001'), refusedAs('other-host'));
  assert.equal(await textOf(other, '/etc/f'), 'new\n');
  const [verified] = await verifyRuns(other, stateDir, '000001');
  assert.deepEqual([verified?.refusals.map(({ code }) => code), verified?.compared], [['other-host'], 0]);
  await assert.rejects(purge(writerOf(other, stateDir), '000001'), refusedAs('other-host'));
});

test('what two playbooks share goes with the last of them', async () => {
  await applyOn(host, stateDir, [a, b]);
  assert.equal((await rollBackOn(host, stateDir, '000001', { playbook: 't/a' })).status, 'applied');
  assert.equal(await textOf(host, '/etc/f'), 'new\n');
  assert.equal((await rollBackOn(host, stateDir, '000001', { playbook: 't/b' })).status, 'applied');
  assert.equal(await textOf(host, '/etc/f'), 'old\n');
});

test('the last run is one of which something is left', async () => {
  await applyOn(host, stateDir, [a]);
  const { id } = await applyOn(host, stateDir, [g, inNewDirectory]);
  assert.equal(lastRun(stateDir), id);
  for (const playbook of ['t/g', 't/d']) await rollBackOn(host, stateDir, id, { playbook });
  assert.equal(lastRun(stateDir), '000001');
});

test('giving up the way back of a rollback changes nothing of what it did', async () => {
  const { id } = await applyOn(host, stateDir, [a]);
  const back = await rollBackOn(host, stateDir, id);
  await purge(writerOf(host, stateDir), back.id);
  assert.throws(() => lastRun(stateDir), refusedAs('no-run'));
  assert.deepEqual((await verifyRuns(host, stateDir, id))[0]?.drift, []);
});

test('a directory of the run that somebody has filled is drift, and stays', async () => {
  const { id } = await applyOn(host, stateDir, [inNewDirectory]);
  await edit(host, '/etc/d/theirs', 'theirs\n');
  await assert.rejects(rollBackOn(host, stateDir, id), refusedAs('drift'));
  assert.equal((await rollBackOn(host, stateDir, id, { onDrift: 'force' })).status, 'applied');
  assert.deepEqual(await host.list('/etc/d'), ['theirs']);
});
