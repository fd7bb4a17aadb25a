import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aHost } from './a-host.ts';
import { guarded } from './guarded.ts';

const HASH = '$y$hash';
/** Root has a password, so that nobody is the last. */
const host = aHost(`root ${HASH}`, `alice ${HASH}`);
const locked = { '/etc/shadow': aHost(`root ${HASH}`, 'alice !')['/etc/shadow'] };

test('who runs this and becomes root by sudo still does afterwards', async () => {
  assert.deepEqual(await guarded({ host, plan: locked, invoker: 1001 }), [
    'invoking-user user:alice: you are logged in as alice, who becomes root by sudo (/etc/sudoers, line 2: %sudo ALL=(ALL) ALL) and then could not (/etc/shadow, line 2: alice has no password that it could give)',
  ]);
  const group = { '/etc/group': 'root:x:0:\nsudo:x:27:\n' };
  assert.equal((await guarded({ host, plan: group, invoker: 1001 })).length, 1);
  assert.equal((await guarded({ host, plan: { '/usr/bin/sudo': null }, invoker: 1001 })).length, 1);
});

test('nobody else is meant, nor who never could, nor whom the policy lets go', async () => {
  assert.deepEqual(await guarded({ host, plan: locked, invoker: null }), []);
  assert.deepEqual(await guarded({ host, plan: locked, invoker: 0 }), []);
  assert.deepEqual(await guarded({ host, plan: locked, invoker: 4242 }), []);
  assert.deepEqual(await guarded({ host, plan: locked, invoker: 1001, image: true }), []);
  assert.deepEqual(await guarded({ host, plan: { '/etc/motd': '' }, invoker: 1001 }), []);
  const never = aHost(`root ${HASH}`, 'alice !');
  assert.deepEqual(await guarded({ host: never, plan: locked, invoker: 1001 }), []);
  assert.deepEqual(await guarded({ host, plan: locked, invoker: 1001, allow: ['remove-invoking-user'] }), []);
});

test('another way by sudo is enough', async () => {
  const rule = { ...locked, '/etc/sudoers.d/10-x': 'alice ALL=NOPASSWD: ALL\n' };
  assert.deepEqual(await guarded({ host, plan: rule, invoker: 1001 }), []);
});

test('who runs this stays in the group that gives Docker, unless the policy lets them go', async () => {
  const docker = {
    ...host,
    '/etc/group': 'root:x:0:\nsudo:x:27:alice\ndocker:x:998:alice\nother:x:999:alice\n',
    '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd\n',
  };
  const plan = { '/etc/group': 'root:x:0:\nsudo:x:27:alice\ndocker:x:998:\nother:x:999:\n' };
  assert.deepEqual(await guarded({ host: docker, plan, invoker: 1001 }), [
    'invoking-user user:alice: you are logged in as alice and would leave the group docker',
  ]);
  assert.deepEqual(await guarded({ host: docker, plan, invoker: 1001, allow: ['remove-invoking-user'] }), []);
});
