import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { runProbe } from '../../src/host/run-probe.ts';

test('a probe succeeds, fails with what it said, or is tried again', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-probe-'));
  try {
    assert.equal(await runProbe(['/bin/true'], 1), null);
    assert.equal(await runProbe(['/bin/false'], 1), 'it ended with status 1');
    assert.equal(await runProbe(['/bin/sh', '-c', 'echo down >&2; exit 3'], 1), 'down');
    assert.match((await runProbe(['/no/such'], 1)) ?? '', /ENOENT/);
    // It makes what it looks for, and finds it the next time.
    const second = ['-c', 'test -e "$1" || { : > "$1"; exit 1; }', 'sh', join(place, 'made')] as const;
    assert.equal(await runProbe(['/bin/sh', ...second], 2), null);
    // No shell, no environment of the caller's.
    assert.equal(await runProbe(['/usr/bin/test', '$HOME', '=', '$HOME'], 1), null);
    process.env.HOLDFAST_PROBE = 'x';
    assert.equal(await runProbe(['/bin/sh', '-c', 'test -z "$HOLDFAST_PROBE"'], 1), null);
  } finally {
    delete process.env.HOLDFAST_PROBE;
    rmSync(place, { recursive: true });
  }
});
