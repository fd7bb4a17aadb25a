import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { observeLocal } from '../../../src/host/local-observe.ts';
import type { ObservedProcess } from '../../../src/model/observation.ts';

async function processes(): Promise<readonly ObservedProcess[]> {
  return JSON.parse(Buffer.from(await observeLocal({ type: 'processes' })).toString());
}

test('a process has the groups that id(1) names, and no more where it has no supplementary ones', async () => {
  const found = await processes();
  assert.notEqual(found.length, 0);
  for (const { gids } of found) {
    assert.notEqual(gids.length, 0);
    for (const gid of gids) assert.ok(Number.isSafeInteger(gid), JSON.stringify(gids));
  }
  const own = execFileSync('id', ['-G'], { encoding: 'utf8' }).trim().split(' ').map(Number);
  const parent = found.find(({ pid }) => pid === process.ppid);
  assert.deepEqual(parent?.gids.toSorted(), own.toSorted());
});

test('the one that looks is not among them', async () => {
  assert.equal(
    (await processes()).some(({ pid }) => pid === process.pid),
    false,
  );
});

test('threads of the kernel are not among them', async () => {
  const programs = (await processes()).filter(({ uid }) => uid === 0).map(({ argv }) => argv[0]);
  assert.equal(programs.includes(undefined), false);
});
