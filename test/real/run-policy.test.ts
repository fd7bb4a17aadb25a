import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Given } from '../../src/cli/command.ts';
import { applyCommand } from '../../src/cli/commands/apply.ts';
import { readRunPolicy } from '../../src/cli/read-run-policy.ts';
import { openTarget, type Target } from '../../src/cli/target.ts';
import { Refused } from '../../src/model/refusal.ts';
import { wishing } from '../laws/lab/run-lab.ts';
import { type ARoot, aRoot } from './lab/a-root.ts';

const RESTARTING = wishing('test/restarting', {
  kind: 'entry',
  key: '/etc/holdfast-test',
  part: 'text',
  desired: 'x\n',
  effects: [{ do: 'restart', unit: 'docker.service' }],
});

function givenOn(root: ARoot): Given {
  return {
    options: { root: root.path, format: 'text', color: false, quiet: true },
    terminal: {
      color: false,
      talksInColor: false,
      isInteractive: false,
      showsReports: false,
      report: () => undefined,
      say: () => undefined,
      openReport: () => undefined,
      finish: () => undefined,
    },
    target: () => running(openTarget({ root: root.path })),
    catalogue: [RESTARTING],
    needsSafePolicy: true,
  };
}

/** The root as if it ran: on an image nothing is ever restarted, and nothing has to be allowed. */
function running(target: Target): Target {
  const identity = { ...target.reader.identity, type: 'live' } as const;
  const host = () => ({ ...target.host(), identity, run: async () => undefined });
  return { ...target, reader: { ...target.reader, identity }, host };
}

test('nobody being asked, Docker is restarted only where the policy allows it', async () => {
  using root = aRoot();
  const apply = () => applyCommand(givenOn(root), [RESTARTING.id], { unattended: true });
  await assert.rejects(apply, (error) => {
    assert.ok(error instanceof Refused);
    assert.deepEqual(error.refusal, {
      code: 'not-allowed',
      args: { what: 'restart docker.service', allow: 'restart-docker' },
    });
    return true;
  });
  assert.throws(() => root.read('etc/holdfast-test'), /ENOENT/);
  root.write('etc/holdfast/policy.ini', '[run]\nallow = restart-docker\n');
  assert.equal(await apply(), 0);
  assert.equal(root.read('etc/holdfast-test'), 'x\n');
});

test('a rollback is allowed what the policy allows', async () => {
  using root = aRoot();
  assert.deepEqual((await readRunPolicy(givenOn(root))).allow, []);
  root.write('etc/holdfast/policy.ini', '[run]\nallow = remove-invoking-user, one-way\n');
  assert.deepEqual((await readRunPolicy(givenOn(root))).allow, ['remove-invoking-user', 'one-way']);
});
