import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { unitFile } from '../../src/facts/unit-file.ts';
import { createMemoryHost } from '../../src/host/memory-host.ts';
import { readFacts } from '../cases/read-facts.ts';

test('a unit is put together from the files that systemd names, in that order', async () => {
  const root = mkdtempSync(join(tmpdir(), 'holdfast-unit-'));
  const written = [
    'usr/lib/systemd/system/docker.service',
    'usr/lib/systemd/system/docker.service.d/50-b.conf',
    'usr/lib/systemd/system/docker.service.d/20-c.conf',
    'usr/local/lib/systemd/system/docker.service.d/20-c.conf',
    'run/systemd/system/docker.service.d/90-d.conf',
    'etc/systemd/system/docker.service.d/50-b.conf',
    'etc/systemd/system/docker.service.d/Z.conf',
    'etc/systemd/system/docker.service.d/.hidden.conf',
    'etc/systemd/system/docker.service.d/a.conf.bak',
  ];
  try {
    for (const path of written) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), '[Service]\n');
    }
    const { stdout } = spawnSync(
      '/usr/bin/systemd-analyze',
      [`--root=${root}`, '--no-pager', 'cat-config', 'systemd/system/docker.service'],
      { encoding: 'utf8' },
    );
    const theirs = [...stdout.matchAll(/^# (\/.*)$/gm)].map((match) => match[1]?.replace(root, ''));
    const entries = Object.fromEntries(written.map((path) => [`/${path}`, '[Service]\n']));
    const { unit } = await readFacts(createMemoryHost({ entries }), { unit: unitFile('docker.service') });
    assert.deepEqual([unit?.fragment, ...(unit?.dropIns ?? [])], theirs);
  } finally {
    rmSync(root, { recursive: true });
  }
});
