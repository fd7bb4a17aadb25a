import assert from 'node:assert/strict';
import { test } from 'node:test';
import { guarded } from './guarded.ts';

const UNIT = '/etc/systemd/system/docker.service';
const FILE = '/etc/docker/daemon.json';
const host = { [UNIT]: '[Service]\nExecStart=/usr/bin/dockerd --log-driver local\n' };

test('an option both among the flags and in the file is refused, with both places', async () => {
  assert.deepEqual(await guarded({ host, plan: { [FILE]: '{\n  "log-driver": "local"\n}\n' } }), [
    `dockerd-starts file:${FILE}: dockerd would not start: "log-driver" is set by a flag in ${UNIT}:2 and by ${FILE}:2`,
  ]);
});

test('what dockerd would take is not refused, nor what it does not take now either', async () => {
  assert.deepEqual(await guarded({ host, plan: { [FILE]: '{"icc": false}' } }), []);
  const broken = { ...host, [FILE]: '{"log-driver": "local"}' };
  assert.deepEqual(
    await guarded({ host: broken, plan: { [FILE]: '{"log-driver": "local", "icc": false}' } }),
    [],
  );
});
