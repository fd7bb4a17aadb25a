import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardRefusals } from '../../../src/engine/guard-refusals.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';

const KEY = 'net.ipv4.ip_forward';
const DOCKERD = '/usr/sbin/dockerd';

/** What the guards say of a change of forwarding, with this program running. */
async function said(before: string, after: string, program = DOCKERD) {
  const host = (forward: string) =>
    createMemoryHost({
      entries: {},
      live: { 'kernel-setting': { 'net/ipv4/ip_forward': forward } },
      observations: [
        [{ type: 'processes' }, JSON.stringify([{ pid: 7, uid: 0, gids: [], argv: [program] }])],
      ],
    });
  const change = {
    number: 1,
    kind: 'kernel-setting' as const,
    key: KEY,
    before: { 'net/ipv4/ip_forward': before },
    after: { 'net/ipv4/ip_forward': after },
    undo: 'exact' as const,
    parts: [{ playbook: 'test/forwarding', before: null, after: null }],
    effects: [],
  };
  const selection = { allow: [], today: '2026-01-02' };
  const objections = await guardRefusals(host(before), host(after), [change], selection);
  return objections.map(({ refusal, playbooks }) => [
    refusal.code === 'guard' ? `${refusal.args.guard} ${refusal.args.object}` : refusal.code,
    ...playbooks,
  ]);
}

test('forwarding is not turned off under a running dockerd', async () => {
  assert.deepEqual(await said('1', '0'), [['container-networks key:net.ipv4.ip_forward', 'test/forwarding']]);
});

test('it may be where dockerd does not run, where it was off before, and it may be turned on', async () => {
  assert.deepEqual(await said('1', '0', '/usr/sbin/sshd'), []);
  assert.deepEqual(await said('0', '0'), []);
  assert.deepEqual(await said('0', '1'), []);
});
