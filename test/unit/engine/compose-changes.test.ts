import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Composed, composeChanges } from '../../../src/engine/compose-changes.ts';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import type { Finding } from '../../../src/model/plan.ts';
import type { Wish } from '../../../src/model/wish.ts';

const host = createMemoryHost({
  entries: {
    '/etc/group': 'docker:x:5:a\nsudo:x:6:a\n',
    '/etc/linked': { link: '../usr/lib/linked' },
    '/usr/lib/linked': 'text\n',
    '/opt': { link: '/usr' },
    '/etc/dangling': { link: 'nowhere' },
  },
  live: {
    'kernel-setting': { 'net/ipv4/conf/all/x': '1', 'net/ipv4/conf/default/x': '0' },
    unit: { 'docker.service': { active: 'active' }, 'off.service': { active: 'inactive' } },
  },
});
const entry = (key: string, part: string | undefined, desired: Wish['desired']): Wish => ({
  kind: 'entry',
  key,
  ...(part === undefined ? {} : { part }),
  desired,
});
const of = (playbook: string, ...wishes: readonly Wish[]): Finding => ({
  playbook,
  object: playbook,
  severity: 'low',
  verdict: 'unmet',
  statement: '',
  evidence: [],
  wishes,
});
const compose = (...findings: readonly Finding[]): Promise<Composed> =>
  composeChanges(host, findings, createMemoryBlobs());
const keys = ({ changes }: Composed) => changes.map(({ number, kind, key }) => `${number} ${kind} ${key}`);

test('parts of one thing are one change, and each playbook keeps its share', async () => {
  const { changes, objections } = await compose(
    of('a', entry('/etc/group', 'group:docker/members', [])),
    of('b', entry('/etc/group', 'group:sudo/members', ['b']), entry('/etc/group', 'mode', 0o600)),
  );
  assert.deepEqual(objections, []);
  assert.equal(changes.length, 1);
  assert.deepEqual(changes[0]?.parts, [
    { playbook: 'a', part: 'group:docker/members', before: ['a'], after: [] },
    { playbook: 'b', part: 'group:sudo/members', before: ['a'], after: ['b'] },
    { playbook: 'b', part: 'mode', before: 0o644, after: 0o600 },
  ]);
});

test('equal wishes are one that answers both', async () => {
  const wish = entry('/etc/group', 'mode', 0o600);
  const { changes, objections } = await compose(of('a', wish), of('b', wish, wish));
  assert.deepEqual(objections, []);
  assert.deepEqual(
    changes[0]?.parts.map(({ playbook }) => playbook),
    ['a', 'b'],
  );
});

test('different wishes for one part are refused with both names, and the rest is composed', async () => {
  const composed = await compose(
    of('a', entry('/etc/group', 'mode', 0o600), entry('/etc/new', 'text', '')),
    of('b', entry('/etc/group', 'mode', 0)),
  );
  assert.deepEqual(composed.objections, [
    {
      refusal: {
        code: 'wishes-differ',
        args: { kind: 'entry', key: '/etc/group', part: 'mode', playbooks: 'a, b' },
      },
      playbooks: ['a', 'b'],
    },
  ]);
  assert.deepEqual(keys(composed), ['1 entry /etc/new']);
  const { objections } = await compose(
    of('a', entry('/etc/linked', 'text', 'x')),
    of('b', entry('/usr/lib/linked', 'text', 'y')),
  );
  assert.equal(objections[0]?.refusal.code, 'wishes-differ');
});

test('what is as wished, or not unmet, is no change', async () => {
  const met = of('a', entry('/etc/group', 'mode', 0o644), entry('/etc/none', undefined, null));
  assert.deepEqual(keys(await compose(met)), []);
  for (const verdict of ['met', 'manual', 'waived', 'unknown'] as const)
    assert.deepEqual(keys(await compose({ ...of('a', entry('/etc/group', 'mode', 0)), verdict })), []);
});

test('links are followed to the real file; a whole wish replaces the link itself', async () => {
  assert.deepEqual(keys(await compose(of('a', entry('/etc/linked', 'text', 'new\n')))), [
    '1 entry /usr/lib/linked',
  ]);
  assert.deepEqual(keys(await compose(of('a', entry('/opt/lib/new', 'text', '')))), ['1 entry /usr/lib/new']);
  assert.deepEqual(keys(await compose(of('a', entry('/etc/linked', undefined, { text: 'x' })))), [
    '1 entry /etc/linked',
  ]);
});

test('missing directories come first, once, from the top down', async () => {
  const composed = await compose(
    of('a', entry('/etc/x/y/one', 'text', '')),
    of('b', entry('/etc/x/y/two', undefined, { text: '' }), entry('/etc/x/gone', undefined, null)),
  );
  assert.deepEqual(keys(composed), [
    '1 entry /etc/x',
    '2 entry /etc/x/y',
    '3 entry /etc/x/y/one',
    '4 entry /etc/x/y/two',
  ]);
  assert.deepEqual(
    composed.changes[0]?.parts.map(({ playbook }) => playbook),
    ['a', 'b'],
  );
});

test('what is on disk comes before what is live, whatever is wished first', async () => {
  const composed = await compose(
    of('a', { kind: 'unit', key: 'off.service', desired: 'active' }),
    of('b', { kind: 'audit-rule', key: '-w /a -p w', desired: true }),
    of('c', { kind: 'kernel-setting', key: 'net.ipv4.conf.*.x', desired: '0' }),
    of('d', entry('/etc/new', 'text', '')),
  );
  assert.deepEqual(keys(composed), [
    '1 entry /etc/new',
    '2 kernel-setting net.ipv4.conf.*.x',
    '3 audit-rule -w /a -p w',
    '4 unit off.service',
  ]);
});

test('0 is a wish like any other', async () => {
  const { changes } = await compose(
    of('a', { kind: 'kernel-setting', key: 'net.ipv4.conf.*.x', desired: '0' }),
    of('b', entry('/etc/group', 'mode', 0), entry('/etc/group', 'text', '')),
  );
  const [group, setting] = changes;
  assert.equal((group?.after as { mode?: number; size?: number } | null)?.mode, 0);
  assert.equal((group?.after as { size?: number } | null)?.size, 0);
  assert.deepEqual(setting?.after, { 'net/ipv4/conf/all/x': '0', 'net/ipv4/conf/default/x': '0' });
});

test('held units stop first and start last, if they run', async () => {
  const holds = ['docker.service', 'off.service'];
  const composed = await compose(of('a', { ...entry('/etc/new', 'text', ''), holds }));
  assert.deepEqual(keys(composed), ['1 unit docker.service', '2 entry /etc/new', '3 unit docker.service']);
  const [stop, , start] = composed.changes;
  assert.deepEqual([stop?.after, start?.after], [{ active: 'inactive' }, { active: 'active' }]);
});

test('effects of equal wishes are carried once', async () => {
  const effects = [{ do: 'daemon-reload' }, { do: 'restart', unit: 'a.service' }] as const;
  const wish = { ...entry('/etc/new', 'text', ''), effects };
  const { changes } = await compose(of('a', wish), of('b', wish));
  assert.deepEqual(changes[0]?.effects, effects);
});

test('a file that cannot be understood is refused by line', async () => {
  const { changes, objections } = await compose(of('a', entry('/etc/group', 'group:none/members', [])));
  assert.deepEqual(changes, []);
  assert.equal(objections[0]?.refusal.code, 'malformed');
});
