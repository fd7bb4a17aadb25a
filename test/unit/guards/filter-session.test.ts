import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guardRefusals } from '../../../src/engine/guard-refusals.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Change } from '../../../src/model/change.ts';
import { aFilteredHost } from '../../cases/network/a-filtered-host.ts';

const TABLE = 'inet holdfast-input';
const table = (rules: string) =>
  `table ${TABLE} {\n\tchain input {\n\t\ttype filter hook input priority filter; policy drop;\n\t\t${rules}\n\t}\n}\n`;
const ADMIN = 'ip saddr 10.0.0.0/8 tcp dport 22 accept';

async function refused(from: string | null, own: string | null, boot = own, more: WrittenHost = {}) {
  const connection = JSON.stringify(from === null ? null : { from, to: '10.0.0.2', port: 22 });
  const entries = {
    '/usr/lib/systemd/system/holdfast-nftables.service':
      '[Service]\nExecStart=/usr/sbin/nft -f /etc/own.nft\n',
    '/etc/systemd/system/sysinit.target.wants/holdfast-nftables.service': { link: '/x' },
    ...(boot === null ? {} : { '/etc/own.nft': boot }),
  };
  const host = (tables: { readonly [key: string]: string }) =>
    createMemoryHost({
      ...aFilteredHost({
        own: tables,
        entries,
        ruleset:
          'table ip other {\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n\t}\n}\n',
        observations: [[{ type: 'ssh-connection' }, connection]],
      }),
      ...more,
    });
  const change: Change = {
    number: 1,
    kind: 'nft-table',
    key: TABLE,
    before: null,
    after: own,
    undo: 'exact',
    parts: [{ playbook: 'test/plan', before: null, after: own }],
    effects: [],
  };
  const found = await guardRefusals(host({}), host(own === null ? {} : { [TABLE]: own }), [change], {
    allow: [],
    today: '2026-01-02',
  });
  return found.map(({ refusal }) => (refusal.code === 'guard' ? refusal.args.why : refusal.code));
}

test('whoever has come by SSH comes in again, now and after a reboot', async () => {
  const why = (when: string, from: string) =>
    `${when} the packet filter would drop a login by SSH at port 22 from ${from}, where you have come from`;
  assert.deepEqual(await refused('10.1.2.3', table(ADMIN)), []);
  assert.deepEqual(await refused('192.0.2.1', table(ADMIN)), [why('now', '192.0.2.1')]);
  assert.deepEqual(await refused('192.0.2.1', null, table(ADMIN)), [why('after a reboot', '192.0.2.1')]);
  assert.deepEqual(await refused('2001:db8::1', table(ADMIN)), [why('now', '2001:db8::1')]);
  assert.deepEqual(await refused('10.1.2.3', table(ADMIN.replace('22', '2222'))), [why('now', '10.1.2.3')]);
  assert.deepEqual(await refused('10.1.2.3', table(`tcp dport 22 drop\n\t\t${ADMIN}`)), [
    why('now', '10.1.2.3'),
  ]);
});

test('what is in doubt is no way in', async () => {
  assert.equal((await refused('10.1.2.3', table(`limit rate 1/hour ${ADMIN}`))).length, 1);
  assert.equal((await refused('10.1.2.3', table(`iifname "eth7" ${ADMIN}`))).length, 1);
});

test('who has not come by SSH from elsewhere has nothing to lose, and no image has a session', async () => {
  assert.deepEqual(await refused(null, table('drop')), []);
  assert.deepEqual(await refused('127.0.0.1', table('drop')), []);
  assert.deepEqual(await refused('192.0.2.1', table('drop'), table('drop'), { type: 'image' }), []);
  assert.deepEqual(await refused('192.0.2.1', null), [], "another hand's table stays as it was");
});
