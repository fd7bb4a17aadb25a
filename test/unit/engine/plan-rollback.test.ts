import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Wish } from '../../../src/model/wish.ts';
import { refused } from '../../laws/lab/host-suite.ts';
import { type RunLab, runLabInMemory, wishing } from '../../laws/lab/run-lab.ts';
import { bytesOf, fileEntry } from '../../laws/lab/tree.ts';

const GROUP: Path = '/etc/group';
const TEXT = 'root:x:0:\ndocker:x:5:a,b\nsudo:x:6:a\n';
const SETTING = 'net/ipv4/conf/all/x';

const entry = (key: string, part: string, desired: Wish['desired']): Wish => ({
  kind: 'entry',
  key,
  part,
  desired,
});
const A = wishing('a/members', entry(GROUP, 'group:docker/members', []), entry('/etc/a', 'text', 'a\n'));
const B = wishing('b/members', entry(GROUP, 'group:sudo/members', ['b']), entry(GROUP, 'mode', 0o600));
const LIVE = wishing('c/live', { kind: 'kernel-setting', key: 'net.ipv4.conf.*.x', desired: '0' });

function onMemory(what: string, act: (lab: RunLab, host: Host) => Promise<void>): void {
  test(what, async () => {
    const host = createMemoryHost({
      entries: { [GROUP]: { content: TEXT, mtime: '5' } },
      observations: [[{ type: 'invoker' }, 'null']],
      live: { 'kernel-setting': { [SETTING]: '1', 'net/ipv4/conf/default/x': '0' } },
    });
    using lab = runLabInMemory(host);
    await act(lab, host);
  });
}
const text = async (host: Host, path: Path) => {
  const bytes = await host.read(path);
  return bytes === null ? null : Buffer.from(bytes).toString();
};
const edit = async (host: Host, path: Path, content: string) =>
  host.putEntry(path, fileEntry(content, { mtime: '99' }), bytesOf(content));
const keysOf = ({ changes }: Awaited<ReturnType<RunLab['rollback']>>) => changes.map(({ key }) => key);

onMemory('the whole run goes back, last change first', async (lab, host) => {
  const before = await host.entry(GROUP);
  const run = await lab.apply(A, B, LIVE);
  assert.equal(await text(host, GROUP), 'root:x:0:\ndocker:x:5:\nsudo:x:6:b\n');
  assert.equal(await host.live('kernel-setting', SETTING), '0');
  const back = await lab.rollback(run.id);
  assert.deepEqual(keysOf(back), [...keysOf(run)].reverse());
  assert.equal(back.status, 'applied');
  assert.deepEqual(await host.entry(GROUP), before);
  assert.equal(await host.status('/etc/a'), null);
  assert.equal(await host.live('kernel-setting', SETTING), '1');
});

onMemory(
  'one playbook goes back, the other stays in the same file; then the rest goes',
  async (lab, host) => {
    const before = await host.entry(GROUP);
    const { id } = await lab.apply(A, B);
    const first = await lab.rollback(id, { playbook: 'a/members' });
    assert.equal(await text(host, GROUP), 'root:x:0:\ndocker:x:5:a,b\nsudo:x:6:b\n');
    assert.equal((await host.status(GROUP))?.mode, 0o600);
    assert.equal(await host.status('/etc/a'), null);
    assert.deepEqual([...keysOf(first)].sort(), ['/etc/a', GROUP]);
    assert.deepEqual(keysOf(await lab.rollback(id, { playbook: 'a/members' })), []);
    await lab.rollback(id);
    assert.deepEqual({ ...(await host.entry(GROUP)), mtime: '5' }, before);
  },
);

onMemory('one change goes back by its number', async (lab, host) => {
  const run = await lab.apply(A, LIVE);
  const number = run.changes.find(({ key }) => key === '/etc/a')?.number ?? 0;
  assert.deepEqual(keysOf(await lab.rollback(run.id, { change: number })), ['/etc/a']);
  assert.equal(await host.live('kernel-setting', SETTING), '0');
  assert.match((await text(host, GROUP)) ?? '', /^docker:x:5:$/m);
  await refused(lab.rollback(run.id, { change: 99 }), 'unknown-change');
  await refused(lab.rollback('000099'), 'unknown-run');
});

onMemory('drift is refused, and nothing of the run goes back', async (lab, host) => {
  const { id } = await lab.apply(A, B);
  const drifted = `${await text(host, GROUP)}new:x:7:\n`;
  await edit(host, GROUP, drifted);
  await refused(lab.rollback(id), 'drift');
  assert.equal(await text(host, GROUP), drifted);
  assert.equal(await text(host, '/etc/a'), 'a\n');
});

onMemory('drift is kept', async (lab, host) => {
  const { id } = await lab.apply(A);
  await edit(host, GROUP, 'mine:x:7:\n');
  assert.deepEqual(keysOf(await lab.rollback(id, { onDrift: 'keep' })), ['/etc/a']);
  assert.equal(await text(host, GROUP), 'mine:x:7:\n');
});

onMemory('drift is overwritten', async (lab, host) => {
  const before = await host.entry(GROUP);
  const { id } = await lab.apply(A);
  await edit(host, GROUP, 'mine:x:7:\n');
  await lab.rollback(id, { onDrift: 'force' });
  assert.deepEqual(await host.entry(GROUP), before);
});

onMemory('drift is merged where lines allow, and named where they do not', async (lab, host) => {
  const { id } = await lab.apply(A, LIVE);
  await edit(host, GROUP, `new:x:7:\n${await text(host, GROUP)}`);
  await lab.rollback(id, { onDrift: 'merge', playbook: 'a/members' });
  assert.equal(await text(host, GROUP), `new:x:7:\n${TEXT}`);

  const second = await lab.apply(A);
  await edit(host, GROUP, 'new:x:7:\nroot:x:0:\ndocker:x:5:mine\nsudo:x:6:a\n');
  await refused(lab.rollback(second.id, { onDrift: 'merge' }), 'merge-conflict');
  await host.putLive('kernel-setting', SETTING, '2');
  await refused(lab.rollback(id, { onDrift: 'merge', playbook: 'c/live' }), 'not-mergeable');
});

onMemory('a merge takes back the mode, too', async (lab, host) => {
  const { id } = await lab.apply(B);
  const content = `new:x:7:\n${TEXT.replace('6:a', '6:b')}`;
  await host.putEntry(GROUP, fileEntry(content, { mode: 0o600 }), bytesOf(content));
  await lab.rollback(id, { onDrift: 'merge' });
  assert.equal(await text(host, GROUP), `new:x:7:\n${TEXT}`);
  assert.equal((await host.status(GROUP))?.mode, 0o644);
});

onMemory('a mode that somebody has changed stays in a merge', async (lab, host) => {
  const { id } = await lab.apply(B);
  const content = `new:x:7:\n${TEXT.replace('6:a', '6:b')}`;
  await host.putEntry(GROUP, fileEntry(content, { mode: 0o640 }), bytesOf(content));
  await lab.rollback(id, { onDrift: 'merge' });
  assert.equal(await text(host, GROUP), `new:x:7:\n${TEXT}`);
  assert.equal((await host.status(GROUP))?.mode, 0o640);
});

onMemory('what somebody has taken back already is no change', async (lab, host) => {
  const before = await host.entry(GROUP);
  const { id } = await lab.apply(A);
  await host.putEntry(GROUP, before, bytesOf(TEXT));
  assert.deepEqual(keysOf(await lab.rollback(id)), ['/etc/a']);
});

onMemory('a rollback can be rolled back', async (lab, host) => {
  const { id } = await lab.apply(A, B, LIVE);
  const after = await host.entry(GROUP);
  const back = await lab.rollback(id);
  await lab.rollback(back.id);
  assert.deepEqual(await host.entry(GROUP), after);
  assert.equal(await text(host, '/etc/a'), 'a\n');
  assert.equal(await host.live('kernel-setting', SETTING), '0');
});

onMemory('a run that failed has nothing to roll back', async (lab, host) => {
  const before = await host.entry(GROUP);
  lab.stopBefore(2);
  const run = await lab.apply(A, B);
  lab.stopBefore(Number.POSITIVE_INFINITY);
  assert.equal(run.status, 'undone');
  assert.deepEqual(await host.entry(GROUP), before);
  await refused(lab.rollback(run.id), 'not-rollbackable');
});

onMemory('two runs on one file: the older waits for the newer', async (lab, host) => {
  const before = await host.entry(GROUP);
  const [first, second] = [await lab.apply(A), await lab.apply(B)];
  await refused(lab.rollback(first.id), 'drift');
  await lab.rollback(second.id);
  await lab.rollback(first.id);
  assert.deepEqual(await host.entry(GROUP), before);
});
