import assert from 'node:assert/strict';
import { test } from 'node:test';
import docker from '../../../playbooks/files/docker-file-permissions.ts';
import socket from '../../../playbooks/files/docker-socket-permissions.ts';
import integrity from '../../../playbooks/files/file-integrity-monitoring.ts';
import system from '../../../playbooks/files/system-file-permissions.ts';
import { makePlan } from '../../../src/engine/make-plan.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Playbook } from '../../../src/model/playbook.ts';
import { playbookLaw } from '../../laws/lab/playbook-law.ts';
import { selectionOf } from '../../unit/engine/lab/level.ts';

const all = [docker, socket, integrity, system] as unknown as readonly Playbook[];
const SOCKET = '/run/docker.sock';

const LOOSE: NonNullable<WrittenHost['entries']> = {
  '/etc': { directory: true, mode: 0o777 },
  '/etc/passwd': { content: 'root:x:0:0::/root:/bin/sh\n', mode: 0o666, uid: 3 },
  '/etc/group': 'root:x:0:\nshadow:x:42:\ndocker:x:999:\n',
  '/etc/shadow': { content: 'root:*:1::::::\n', mode: 0o644, gid: 7 },
  '/etc/ssh/ssh_host_ed25519_key': { content: 'k', mode: 0o644 },
  '/etc/cron.daily': { directory: true, mode: 0o755 },
  '/etc/docker': { directory: true, mode: 0o777 },
  '/etc/docker/daemon.json': { content: '{"tlskey": "/etc/docker/key.pem"}', mode: 0o666 },
  '/etc/docker/key.pem': { content: 'k', mode: 0o644 },
  '/var/lib/dpkg/statoverride': 'root docker 664 /etc/docker/daemon.json\n',
  '/usr/lib/systemd/system/docker.service': '[Service]\nExecStart=/usr/bin/dockerd -H fd://\n',
  '/usr/lib/systemd/system/docker.socket': {
    content: '[Socket]\nListenStream=/run/docker.sock\nSocketGroup=docker\n',
    mode: 0o664,
  },
  '/var/lib/docker': { directory: true, mode: 0o710 },
  '/var/lib/docker/open': { content: '', mode: 0o666 },
  [SOCKET]: { socket: true, mode: 0o666, gid: 999 },
};
const host = () =>
  createMemoryHost({
    entries: LOOSE,
    observations: [
      [{ type: 'invoker' }, 'null'],
      [{ type: 'processes' }, '[]'],
      [{ type: 'proc', path: 'self/mountinfo' }, '1 1 0:1 / / rw - ext4 /dev/sda1 rw\n'],
    ],
  });

test('everything is closed, and opened again as it was', async () => {
  const { broken, refused, applied } = await playbookLaw({
    base: host(),
    selection: selectionOf(all),
    others: all,
  });
  assert.deepEqual([broken, refused], [[], []]);
  const left = applied.filter(({ verdict }) => verdict !== 'met' && verdict !== 'not-applicable');
  assert.deepEqual(
    left.map(({ object }) => object),
    ['tool'],
  );
});

test("nothing below Docker's data is in the plan, and the socket is not restarted", async () => {
  const { plan } = await makePlan(host(), selectionOf(all), 'test');
  assert.deepEqual(
    plan.changes.map(({ key }) => key).filter((key) => key.startsWith('/var/lib/docker')),
    [],
  );
  assert.ok(plan.changes.some(({ key }) => key === SOCKET));
  assert.deepEqual(plan.effects, [{ do: 'daemon-reload' }]);
});

test('a plan shows modes and owners, and no secret', async () => {
  const { plan } = await makePlan(host(), selectionOf(all), 'test');
  const shadow = plan.changes.find(({ key }) => key === '/etc/shadow');
  assert.deepEqual(
    shadow?.parts.map(({ part, before, after }) => [part, before, after]),
    [
      ['mode', 0o644, 0o640],
      ['group', 7, 42],
    ],
  );
});
