import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runTool } from '../lab/run-tool.ts';

const place = mkdtempSync(join(tmpdir(), 'holdfast-leaves-'));
after(() => rmSync(place, { recursive: true }));

const WATCH = `--test-global-setup=${join(import.meta.dirname, '../lab/leaves-nothing.ts')}`;
const KEY = `holdfast-lab-${process.pid}`;
const DISK = join(place, 'disk');
const MOUNT = join(place, 'mount');
mkdirSync(MOUNT);
writeFileSync(DISK, Buffer.alloc(1 << 20));

/** Runs a test that does nothing but this command, under the watch. */
function runLeaving(command: string): { readonly status: number | null; readonly said: string } {
  const file = join(place, 'one.test.mjs');
  const call = `execFileSync('/bin/sh', ['-euc', ${JSON.stringify(command)}], { stdio: 'ignore' })`;
  writeFileSync(
    file,
    `import { execFileSync } from 'node:child_process';\nimport { test } from 'node:test';\ntest('one', () => ${call});\n`,
  );
  // A runner within a runner would otherwise report to the outer one.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const ran = spawnSync(process.execPath, [WATCH, '--test', file], { env, encoding: 'utf8' });
  return { status: ran.status, said: ran.stdout + ran.stderr };
}

const LEFT: readonly { what: string; command: string; named: RegExp; remove: string }[] = [
  {
    what: 'a process',
    command: `sleep 1001 & echo $! > ${place}/process`,
    named: /process \d+ sleep/,
    remove: `kill $(cat ${place}/process)`,
  },
  {
    what: 'a namespace with a process that cleared its environment',
    command: `env -i unshare --uts sleep 1002 & echo $! > ${place}/unshared`,
    named: /namespace uts:/,
    remove: `kill $(cat ${place}/unshared)`,
  },
  {
    what: 'a mount',
    command: `mount -t tmpfs lab ${MOUNT}`,
    named: new RegExp(`mount ${MOUNT}\n`),
    remove: `umount ${MOUNT}`,
  },
  {
    what: 'a namespace that nobody is in',
    command: `touch ${place}/net; unshare --net=${place}/net true`,
    named: new RegExp(`mount ${place}/net\n`),
    remove: `umount ${place}/net`,
  },
  {
    what: 'a loop device',
    command: `losetup --find ${DISK}`,
    named: new RegExp(`loop .* ${DISK}\n`),
    remove: `losetup --detach $(losetup --noheadings --output NAME --associated ${DISK})`,
  },
  {
    what: 'an audit rule',
    command: `auditctl -w ${MOUNT} -p w -k ${KEY}`,
    named: new RegExp(`audit rule -w ${MOUNT} -p w -k ${KEY}\n`),
    remove: `auditctl -D -k ${KEY}`,
  },
];

test('what is left behind fails the run and is named', () => {
  const { status, said } = runLeaving(LEFT.map(({ command }) => command).join('\n'));
  for (const { remove } of LEFT) runTool('/bin/sh', ['-euc', remove]);
  assert.equal(status, 1, said);
  for (const { what, named } of LEFT) assert.match(said, named, what);
});

test('a run that cleans up behind itself leaves nothing', () => {
  const { said } = runLeaving(`mount -t tmpfs lab ${MOUNT}; umount ${MOUNT}; sleep 0 &`);
  assert.doesNotMatch(said, new RegExp(`${place}|process \\d+`));
});
