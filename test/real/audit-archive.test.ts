import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { auditLogArchive } from '../../src/kit/audit-log-archive.ts';
import type { Path } from '../../src/model/path.ts';

test('the archive that a person is told to make takes closed logs, each once, with its hash, and leaves the open one', () => {
  const place = mkdtempSync(join(tmpdir(), "holdfast audit's "));
  try {
    const [logs, archive, script] = ['log', 'archive', 'audit-archive'].map((name) => join(place, name));
    assert.ok(logs && archive && script);
    mkdirSync(logs);
    for (const [name, text] of [
      ['audit.log', 'open'],
      ['audit.log.1', 'newer'],
      ['audit.log.2', 'older'],
    ])
      writeFileSync(join(logs, String(name)), String(text));
    const auditd = {
      directory: logs as Path,
      settings: [],
      skipped: [],
      isEmpty: true,
      problem: null,
      megabytes: null,
      hasSendmail: false,
    };
    const { steps = [] } = auditLogArchive({ auditd, timers: [] }, []);
    const [choose = '', write = ''] = steps;
    const run = (command: string) => {
      const { status, stderr } = spawnSync('/bin/sh', ['-euc', command], { encoding: 'utf8' });
      assert.equal(status, 0, `${command}\n${stderr}`);
    };
    run(choose.replace(/^.*; then: /, '').replace(/ARCHIVE$/, shell(archive)));
    run(write.replaceAll('/usr/local/sbin/audit-archive', shell(script)));
    writeFileSync(script, readFileSync(script, 'utf8').replace('=ARCHIVE', `=${shell(archive)}`));
    for (const _ of [1, 2]) run(shell(script));
    assert.deepEqual(readdirSync(logs).sort(), ['audit.log', 'closed']);
    assert.deepEqual(readdirSync(join(logs, 'closed')), []);
    const kept = readdirSync(archive).filter((name) => name.endsWith('.gz'));
    const texts = kept.map((name) => gunzipSync(readFileSync(join(archive, name))).toString());
    assert.deepEqual(texts.sort(), ['newer', 'older']);
    run(`cd ${shell(archive)} && sha256sum --quiet --check SHA256SUMS`);
  } finally {
    rmSync(place, { recursive: true });
  }
});

function shell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
