import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { rescueScript } from '../../../src/engine/rescue-script.ts';
import type { Entry } from '../../../src/model/entry.ts';
import type { RunPlan } from '../../../src/model/run-plan.ts';

test('the rescue script opens a socket again whose maker is up, and at boot leaves what is not there', async () => {
  const place = mkdtempSync(join(tmpdir(), 'holdfast-socket-'));
  const socket = join(place, 'root/run/x.sock');
  const folder = join(place, 'run');
  for (const directory of [folder, join(place, 'root/run')]) mkdirSync(directory, { recursive: true });
  const server = createServer().listen(socket);
  try {
    await once(server, 'listening');
    const { uid, gid } = statSync(socket);
    const stateOf = (mode: number): Entry => ({
      type: 'socket',
      mode,
      uid,
      gid,
      mtime: '1',
      xattrs: {},
      flags: '',
    });
    const plan: RunPlan = {
      version: 1,
      run: '000001',
      type: 'apply',
      of: null,
      whole: true,
      tool: 'test',
      host: { type: 'live', machine: null, root: '/' },
      isInside: true,
      digest: null,
      changes: [
        {
          number: 1,
          kind: 'entry',
          key: '/run/x.sock',
          before: { ...stateOf(0o666) },
          after: { ...stateOf(0o660) },
          undo: 'exact',
          parts: [],
          effects: [],
          keep: null,
          restore: null,
          directory: null,
          directoryTimeBefore: null,
          directoryTime: null,
        },
      ],
      effects: [],
      arming: null,
      keeping: [],
    };
    const script = join(folder, 'rescue.sh');
    writeFileSync(script, rescueScript(plan));
    writeFileSync(join(folder, 'journal.ndjson'), '{"change":1,"directoryTime":null,"type":"intent"}\n');
    const run = (...args: readonly string[]) =>
      spawnSync('/bin/sh', [script, '--root', join(place, 'root'), ...args], { encoding: 'utf8' });

    chmodSync(socket, 0o660);
    const live = run();
    assert.equal(live.status, 0, live.stdout + live.stderr);
    assert.equal(statSync(socket).mode & 0o777, 0o666);

    chmodSync(socket, 0o600);
    assert.equal(run().status, 5, 'what somebody has made of it since stays');

    server.close();
    await once(server, 'close');
    const boot = run('--boot');
    assert.equal(boot.status, 0, boot.stdout + boot.stderr);
  } finally {
    server.close();
    rmSync(place, { recursive: true });
  }
});
