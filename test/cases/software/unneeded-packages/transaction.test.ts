import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/unneeded-packages.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import type { Selection } from '../../../../src/engine/selection.ts';
import { createMemoryHost, type WrittenHost } from '../../../../src/host/memory-host.ts';
import type { Playbook } from '../../../../src/model/playbook.ts';
import type { Wish } from '../../../../src/model/wish.ts';
import { playbookLaw } from '../../../laws/lab/playbook-law.ts';
import { wishing } from '../../../laws/lab/run-lab.ts';
import { selectionOf } from '../../../unit/engine/lab/level.ts';
import { stanza } from '../dpkg-status.ts';

const real = playbook as unknown as Playbook;
const removing = (...names: string[]) =>
  wishing('test/removing', ...names.map((key): Wish => ({ kind: 'package', key, desired: 'removed' })));

function hostWith(stanzas: readonly string[], more: WrittenHost['entries'] = {}) {
  return createMemoryHost({
    entries: { '/var/lib/dpkg/status': stanzas.join(''), ...more },
    observations: [[{ type: 'invoker' }, 'null']],
  });
}

async function refusals(
  stanzas: readonly string[],
  playbooks: Playbook[],
  more: WrittenHost['entries'] = {},
): Promise<readonly string[]> {
  const { plan } = await makePlan(hostWith(stanzas, more), selectionOf(playbooks), 'test');
  return plan.refusals.map(({ code, args }) => (code === 'guard' ? `${args.object}: ${args.why}` : code));
}

test('planned, made, and taken back: the database is as it was, and others change nothing', async () => {
  const base = hostWith([
    stanza('telnet'),
    stanza('bash', { Essential: 'yes' }),
    stanza('a', { Depends: 'telnet' }),
    stanza('ftp', { Status: 'deinstall ok config-files' }),
  ]);
  const selection: Selection = selectionOf([real]);
  const { broken, start, applied, refused } = await playbookLaw({ base, selection, others: [real] });
  assert.deepEqual([broken, refused], [[], []]);
  const verdicts = (all: typeof start) => all.filter(({ verdict }) => verdict !== 'met').length;
  assert.deepEqual([verdicts(start), verdicts(applied)], [1, 0]);
});

test('every package that goes is a change of its own, dependents first, best effort', async () => {
  const host = hostWith([stanza('telnet'), stanza('a', { Depends: 'telnet' })]);
  const { plan } = await makePlan(host, selectionOf([real]), 'test');
  assert.deepEqual(
    plan.changes.map(({ kind, key, before, after, undo }) => [kind, key, before, after, undo]),
    [
      ['package', 'a', { version: '1:1.0-1' }, null, 'best-effort'],
      ['package', 'telnet', { version: '1:1.0-1' }, null, 'best-effort'],
    ],
  );
  assert.deepEqual(plan.refusals, []);
});

test('what would stay without what it depends on stops the plan', async () => {
  const stanzas = [stanza('lib'), stanza('app', { 'Pre-Depends': 'lib | other' })];
  assert.deepEqual(await refusals(stanzas, [removing('lib')]), [
    'package:app: it would stay and lack what it depends on: lib or other',
  ]);
  assert.deepEqual(await refusals(stanzas, [removing('app', 'lib')]), []);
  assert.deepEqual(await refusals([...stanzas, stanza('other')], [removing('lib')]), []);
  // What was broken before is not our doing.
  assert.deepEqual(await refusals([stanza('app', { Depends: 'gone' }), stanza('b')], [removing('b')]), []);
});

test('docker, containerd, ssh, sudo, systemd, a kernel and the network stop the plan, whoever wishes it', async () => {
  for (const name of [
    'docker.io',
    'containerd',
    'openssh-server',
    'sudo',
    'systemd',
    'linux-image-amd64',
    'iproute2',
  ]) {
    const [first = ''] = await refusals([stanza(name)], [removing(name)]);
    assert.match(first, new RegExp(`^package:${name.replace('.', '\\.')}: it would be removed, and `));
  }
});

test('a dpkg that did not finish is finished by a person first', async () => {
  const interrupted = { '/var/lib/dpkg/updates/0001': stanza('x') };
  const why = 'dpkg has not finished what it was at';
  assert.deepEqual(await refusals([stanza('talk')], [removing('talk')], interrupted), [
    `package:dpkg: ${why}: it was interrupted`,
  ]);
  const half = [stanza('talk'), stanza('other', { Status: 'install ok half-configured' })];
  assert.deepEqual(await refusals(half, [removing('talk')]), [
    `package:dpkg: ${why}: other is half-configured`,
  ]);
});
