import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardRefusals } from '../../../src/engine/guard-refusals.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { guarded } from './guarded.ts';

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

const NFT = '/usr/sbin/nft';
const filtered = {
  [NFT]: '',
  '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd\n',
  '/usr/lib/systemd/system/nftables.service': `[Service]\nExecStart=${NFT} -f /etc/nftables.conf\n`,
  '/etc/systemd/system/sysinit.target.wants/nftables.service': { link: '/x' },
  '/etc/nftables.conf': 'include "/etc/nftables.d/*.nft"\n',
} as const;
const flush = { '/etc/nftables.d/site.nft': 'table inet x {\n}\nflush ruleset\n' };

test("no file flushes Docker's tables that did not before", async () => {
  assert.deepEqual(await guarded({ host: filtered, plan: flush, image: true }), [
    "container-networks file:/etc/nftables.d/site.nft: containers would lose their networks and published ports whenever it is loaded: line 3 flushes the tables of all others, Docker's too",
  ]);
  const own = { '/etc/nftables.d/site.nft': 'table inet x\ndelete table inet x\ntable inet x {\n}\n' };
  assert.deepEqual(await guarded({ host: filtered, plan: own, image: true }), []);
  const before = { ...filtered, '/etc/nftables.conf': 'flush ruleset\ninclude "/etc/nftables.d/*.nft"\n' };
  assert.deepEqual(await guarded({ host: before, plan: own, image: true }), []);
});

test('without Docker a file may flush what it likes, and one that nobody loads flushes nothing', async () => {
  const { '/usr/lib/systemd/system/docker.service': _, ...without } = filtered;
  assert.deepEqual(await guarded({ host: without, plan: flush, image: true }), []);
  const { '/etc/systemd/system/sysinit.target.wants/nftables.service': __, ...unused } = filtered;
  assert.deepEqual(await guarded({ host: unused, plan: flush, image: true }), []);
});
