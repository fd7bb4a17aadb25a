import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/network/host-firewall-ranges.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import { createMemoryHost } from '../../../../src/host/memory-host.ts';
import { aFilteredHost } from '../a-filtered-host.ts';

const selection = (params: { readonly [name: string]: readonly string[] }) => ({
  playbooks: [playbook],
  profile: 'strict' as const,
  params: { [playbook.id]: params },
  waivers: [],
  allow: [],
  today: '2026-01-02',
});

test('on the overlay the plan makes it met, at boot and now, whatever is asked for', async () => {
  for (const params of [
    { admin: ['10.0.0.0/8'] },
    {
      admin: ['2001:db8::/32', '10.1.2.3', '10.1.2.9/24'],
      services: ['tcp/443', 'udp/1-65535@192.0.2.0/24'],
    },
    { admin: ['0.0.0.0/0', '::/0'], services: ['tcp/80', 'tcp/80', 'tcp/8000-8010@2001:db8::1'] },
    { admin: ['192.0.2.5-192.0.2.20'] },
  ]) {
    const { plan } = await makePlan(createMemoryHost(aFilteredHost()), selection(params), 'test');
    assert.deepEqual(plan.refusals, []);
    assert.deepEqual(
      plan.expected.map(({ verdict }) => verdict),
      ['met', 'met'],
    );
    const table = plan.changes.find(({ kind }) => kind === 'nft-table');
    assert.equal(table?.undo, 'exact');
    // Whatever else: never a word about other tables.
    for (const { after, parts } of plan.changes) assert.doesNotMatch(JSON.stringify([after, parts]), /flush/);
  }
});

test('what a host cannot do without is let in before anything is dropped', async () => {
  const { plan } = await makePlan(
    createMemoryHost(aFilteredHost()),
    selection({ admin: ['10.0.0.0/8'] }),
    'test',
  );
  const table = String(plan.changes.find(({ kind }) => kind === 'nft-table')?.after).split('\n\t\t');
  const at = (rule: string) => table.findIndex((line) => line.startsWith(rule));
  assert.equal(at('ct state established,related accept'), 2);
  assert.equal(at('iifname "lo" accept'), 3);
  for (const rule of [
    'icmpv6 type {',
    'icmp type {',
    'udp sport 67 udp dport 68 accept',
    'ip6 saddr fe80::/10 udp sport 547',
  ])
    assert.ok(at(rule) > 3, rule);
  assert.match(table.join('\n'), /nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert \} accept/);
});
