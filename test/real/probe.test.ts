import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProbe } from '../../src/host/run-probe.ts';

const ONCE = { withinMs: 0, isOver: () => false };
const AGAIN = { withinMs: 5000, isOver: () => false };

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
