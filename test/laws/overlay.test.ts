import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import type { Host } from '../../src/model/host.ts';
import { refused } from './lab/host-suite.ts';
import { overlayLaw } from './lab/overlay-law.ts';
import { memory } from './lab/plants.ts';
import { directoryEntry } from './lab/tree.ts';

test('whatever is put on an overlay reads as on the host itself, and the base is untouched', () =>
  overlayLaw(memory, 8, 50));

const LIVE = {
  'kernel-setting': { 'net/ipv4/conf/all/x': '1', 'net/ipv4/conf/eth0.5/x': '0', 'net/ipv4/x': '' },
  'audit-rule': ['-w /a -p w'],
  unit: { 'a.service': { active: 'active' } },
} as const;
const OBSERVATION = { type: 'proc', path: 'self/mountinfo' } as const;
const LIVE_HOSTS: readonly (readonly [string, () => Host])[] = [
  ['a memory host', () => createMemoryHost({ live: LIVE })],
  ['an overlay', () => createOverlayHost(createMemoryHost({ live: LIVE }))],
];

for (const [name, make] of LIVE_HOSTS) {
  test(`${name} keeps live state: 0 and nothing are values, null is none`, async () => {
    const host = make();
    const setting = (key: string) => host.live('kernel-setting', key);
    assert.equal(await setting('net/ipv4/conf/eth0.5/x'), '0');
    assert.equal(await setting('net/ipv4/x'), '');
    assert.equal(await setting('none'), null);
    for (const value of ['0', '', '1', null, '0\t0'] as const) {
      await host.putLive('kernel-setting', 'net/ipv4/conf/all/x', value);
      assert.equal(await setting('net/ipv4/conf/all/x'), value);
      const keys = await host.liveKeys('kernel-setting', 'net/ipv4/conf/*/x');
      assert.equal(keys.includes('net/ipv4/conf/all/x'), value !== null, String(value));
    }
    await host.putLive('audit-rule', '-w /a -p w', null);
    await host.putLive('audit-rule', '-w /b -p w', true);
    assert.equal(await host.live('audit-rule', '-w /a -p w'), null);
    assert.deepEqual(await host.liveKeys('audit-rule', '*'), ['-w /b -p w']);
    await host.putLive('nft-table', 'inet a', 'table inet a {\n}\n');
    assert.deepEqual(await host.liveKeys('nft-table', '*'), ['inet a']);
    await host.putLive('nft-table', 'inet a', null);
    assert.deepEqual(await host.liveKeys('nft-table', '*'), []);
    await host.putLive('unit', 'a.service', { active: 'failed' });
    assert.deepEqual(await host.live('unit', 'a.service'), { active: 'failed' });
    // A restart starts nothing that does not run.
    for (const active of ['failed', 'inactive', 'active'] as const) {
      await host.putLive('unit', 'a.service', { active });
      await host.run({ do: 'restart', unit: 'a.service' });
      assert.deepEqual(await host.live('unit', 'a.service'), { active });
    }
    await host.run({ do: 'restart', unit: 'none.service' });
    assert.equal(await host.live('unit', 'none.service'), null);
  });

  test(`${name} matches one component with a star, and all with a star alone`, async () => {
    const host = make();
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['*', ['net/ipv4/conf/all/x', 'net/ipv4/conf/eth0.5/x', 'net/ipv4/x']],
      ['net/ipv4/conf/*/x', ['net/ipv4/conf/all/x', 'net/ipv4/conf/eth0.5/x']],
      ['net/*/x', ['net/ipv4/x']],
      ['net/ipv4/x', ['net/ipv4/x']],
      ['net/ipv4/conf/*', []],
    ];
    for (const [pattern, keys] of table)
      assert.deepEqual(await host.liveKeys('kernel-setting', pattern), keys, pattern);
  });
}

test('an overlay leaves live state and observations of its base alone', async () => {
  const base = createMemoryHost({ live: LIVE, observations: [[OBSERVATION, 'as it is']] });
  const overlay = createOverlayHost(base);
  await overlay.putLive('kernel-setting', 'net/ipv4/x', '1');
  await overlay.putLive('audit-rule', '-w /a -p w', null);
  assert.equal(await base.live('kernel-setting', 'net/ipv4/x'), '');
  assert.equal(await base.live('audit-rule', '-w /a -p w'), true);
  await overlay.putEntry('/proc', directoryEntry(), null);
  assert.equal(Buffer.from(await overlay.observe(OBSERVATION)).toString(), 'as it is');
  await refused(overlay.observe({ type: 'processes' }), 'not-observable');
});
