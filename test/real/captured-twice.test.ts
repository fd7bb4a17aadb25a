import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { captureLabHost } from './lab/capture-lab-host.ts';
import { containerHost } from './lab/container-host.ts';
import type { LabHost } from './lab/lab-host.ts';
import { runTool } from './lab/run-tool.ts';

const HOST: LabHost = {
  release: 'bookworm',
  about: 'One with a member of the group docker, and times of its own.',
  on: 'image',
  entries: { 'etc/sudoers.d/ci': { text: 'ci ALL=(root) NOPASSWD: /usr/bin/docker\n', mode: 0o440 } },
  prepare: 'useradd --groups docker ci; touch /etc/sudoers /usr/lib',
};

test('a host made twice from the same data is captured as the same files', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-twice-'));
  try {
    const [first, second] = [join(place, 'first'), join(place, 'second')];
    await captureLabHost('twice', HOST, first);
    await captureLabHost('twice', HOST, second);
    runTool('diff', ['--recursive', first, second]);
    assert.match(runTool('grep', ['docker', join(first, 'files/etc/group')]).toString(), /:ci$/m);
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('a running host captured twice is the same files, but for processes that came and went', async () => {
  await using host = await containerHost({ ...HOST, on: 'container' });
  // Until IPv6 has its address (flags 80, no longer tentative), routes come by themselves.
  const settled = "until grep -q ' 20 80 *host0$' /proc/net/if_inet6; do sleep 0.2; done";
  assert.equal(host.run('timeout', '30', 'sh', '-c', settled).status, 0);
  for (const name of ['first', 'second']) {
    const captured = host.run('/opt/lab/node', '/opt/lab/holdfast.cjs', 'capture', `/tmp/${name}`);
    assert.equal(captured.status, 0, captured.stderr);
  }
  // A route's last two counters before its flags tell how often it was used.
  const counters = String.raw`s/( [0-9a-f]{8}){2}( [0-9a-f]{8} +[a-z0-9]+",?)$/\2/`;
  for (const name of ['first', 'second']) host.run('sed', '-Ei', counters, `/tmp/${name}/host.json`);
  const differences = host.run('diff', '--recursive', '/tmp/first', '/tmp/second');
  const lines = differences.stdout.split('\n').filter((line) => /^[<>]/.test(line) && !/"pid":/.test(line));
  assert.deepEqual(lines, []);
  const own = host.run('grep', '-c', 'holdfast.cjs', '/tmp/first/host.json');
  assert.equal(own.stdout, '0\n');
});
