import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProbe as run } from '../../src/host/run-probe.ts';
import type { Patience } from '../../src/model/host.ts';
import type { Probe } from '../../src/model/policy.ts';

const ONCE = { withinMs: 0, isOver: () => false };
const AGAIN = { withinMs: 5000, isOver: () => false };

const runProbe = (argv: Probe['argv'], patience: Patience) => run({ name: 'probe', argv }, patience);

test('a probe succeeds, fails with what it said, or is tried again', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-probe-'));
  try {
    assert.equal(await runProbe(['/bin/true'], ONCE), null);
    assert.equal(await runProbe(['/bin/false'], ONCE), 'it ended with status 1');
    assert.equal(await runProbe(['/bin/sh', '-c', 'echo down >&2; exit 3'], ONCE), 'down');
    assert.match((await runProbe(['/no/such'], ONCE)) ?? '', /^it cannot be run: ENOENT$/);
    // It makes what it looks for, and finds it the next time.
    const second = ['-c', 'test -e "$1" || { : > "$1"; exit 1; }', 'sh', join(place, 'made')] as const;
    assert.equal(await runProbe(['/bin/sh', ...second], AGAIN), null);
    // No shell, no environment of the caller's.
    assert.equal(await runProbe(['/usr/bin/test', '$HOME', '=', '$HOME'], ONCE), null);
    process.env.HOLDFAST_PROBE = 'x';
    assert.equal(await runProbe(['/bin/sh', '-c', 'test -z "$HOLDFAST_PROBE"'], ONCE), null);
  } finally {
    delete process.env.HOLDFAST_PROBE;
    rmSync(place, { recursive: true });
  }
});

test('a probe that hangs ends with all that it has started, and none of its words is told', async () => {
  const own = `600.${process.pid}`;
  assert.equal(await runProbe(['/bin/sh', '-c', `sleep ${own}; true`], ONCE), 'it took over 1 seconds');
  assert.equal(spawnSync('pgrep', ['-f', `^sleep ${own}`]).status, 1);
  assert.equal(
    await runProbe(['/bin/sh', '-c', 'kill -SEGV $$', 'sh', 'hunter2'], ONCE),
    'it was killed by SIGSEGV',
  );
});

test('whoever wants to stop waits for no further try', async () => {
  let asked = 0;
  const isOver = () => ++asked === 2;
  assert.notEqual(await runProbe(['/bin/false'], { withinMs: 600_000, isOver }), null);
  assert.equal(asked, 2);
});

test('a port takes a connection, and greets', async () => {
  const silent = createServer((socket) => socket.end());
  const greeting = createServer((socket) => socket.end('SSH-2.0-lab\r\n'));
  const ports: number[] = [];
  for (const server of [silent, greeting]) {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ports.push((server.address() as AddressInfo).port);
  }
  const to = (port = 0, says = '') => run({ name: 'port', address: '127.0.0.1', port, greeting: says }, ONCE);
  assert.equal(await to(ports[0]), null);
  assert.equal(await to(ports[1], 'SSH-'), null);
  assert.match((await to(ports[1], 'HTTP/')) ?? '', /^127\.0\.0\.1:\d+ does not greet with HTTP\/$/);
  assert.match((await to(ports[0], 'SSH-')) ?? '', /does not greet/);
  for (const server of [silent, greeting]) {
    server.close();
    await once(server, 'close');
  }
  assert.match((await to(ports[0])) ?? '', /^127\.0\.0\.1:\d+ takes no connection: ECONNREFUSED$/);
});
