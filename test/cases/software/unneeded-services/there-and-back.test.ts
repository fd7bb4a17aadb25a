import assert from 'node:assert/strict';
import { test } from 'node:test';
import playbook from '../../../../playbooks/software/unneeded-services.ts';
import { makePlan } from '../../../../src/engine/make-plan.ts';
import { createMemoryHost } from '../../../../src/host/memory-host.ts';
import type { Playbook } from '../../../../src/model/playbook.ts';
import { playbookLaw } from '../../../laws/lab/playbook-law.ts';
import { selectionOf } from '../../../unit/engine/lab/level.ts';

const real = playbook as unknown as Playbook;
const LIB = '/usr/lib/systemd/system';
const ETC = '/etc/systemd/system';
const UNIT = '[Service]\nExecStart=/x\n';

const aHost = () =>
  createMemoryHost({
    entries: {
      '/usr/bin/x': '',
      [`${LIB}/cups.service`]: UNIT,
      [`${LIB}/cups.socket`]: UNIT,
      [`${LIB}/sockets.target.wants/cups.socket`]: { link: '../cups.socket' },
      [`${ETC}/multi-user.target.wants/cups.service`]: { link: `${LIB}/cups.service` },
    },
    live: { unit: { 'cups.service': { active: 'active' }, 'cups.socket': { active: 'active' } } },
    observations: [
      [{ type: 'invoker' }, 'null'],
      [{ type: 'processes' }, '[]'],
      [{ type: 'proc', path: 'self/mountinfo' }, '1 1 0:1 / / rw - ext4 /dev/sda1 rw\n'],
    ],
  });

test('off, and on again as it was', async () => {
  const { broken, refused, applied } = await playbookLaw({
    base: aHost(),
    selection: selectionOf([real]),
    others: [real],
  });
  assert.deepEqual([broken, refused], [[], []]);
  assert.ok(applied.every(({ verdict }) => verdict === 'met'));
});

test('units stop before their files change, so that turned round they start when these are back', async () => {
  const { plan } = await makePlan(aHost(), selectionOf([real]), 'test');
  assert.deepEqual(
    plan.changes.map(({ kind, key }) => `${kind} ${key}`),
    [
      'unit cups.socket',
      'unit cups.service',
      `entry ${ETC}/cups.socket`,
      `entry ${ETC}/multi-user.target.wants/cups.service`,
    ],
  );
  assert.deepEqual(plan.effects, [{ do: 'daemon-reload' }]);
});
