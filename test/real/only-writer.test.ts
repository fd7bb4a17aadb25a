import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { asOnlyWriter } from '../../src/engine/writer.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import { createStateDir } from '../../src/host/state-dir.ts';
import type { Path } from '../../src/model/path.ts';
import { type RefusalCode, Refused } from '../../src/model/refusal.ts';

let root: Path;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-only-writer-')) as Path;
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const STATE: Path = '/var/lib/holdfast';
const refusedAs = (code: RefusalCode) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code;

function alone<T>(
  state: Path,
  act: () => Promise<T>,
  target = root,
  withinMs = 0,
  onProgress = () => {},
): Promise<T> {
  const host = createRootedHost({ root, stateDir: state });
  const writer = { host, tool: 'test', now: () => '', interrupted: () => null, onProgress };
  return asOnlyWriter({ root, path: state }, target, withinMs, writer, act);
}
const nothing = async () => 'done';

test('a second writer is refused while the first one is at work, and not afterwards', async () => {
  await alone(STATE, () => assert.rejects(alone(STATE, nothing), refusedAs('locked')));
  assert.equal(await alone(STATE, nothing), 'done');
});

test('a second writer that may wait goes on when the first one ends, and is refused when it does not', async () => {
  let waiting: Promise<string> | undefined;
  await alone(STATE, async () => {
    await assert.rejects(alone(STATE, nothing, root, 10), refusedAs('locked'));
    await new Promise<void>((isWaiting) => {
      waiting = alone(STATE, nothing, root, 60_000, isWaiting);
    });
  });
  assert.equal(await waiting, 'done');
});

test('two state directories do not meet on one host', async () => {
  await alone(STATE, () => assert.rejects(alone('/srv/other', nothing), refusedAs('locked')));
});

test('two hosts do not share a state directory at the same time', async () => {
  const other = join(root, 'other') as Path;
  mkdirSync(other);
  await alone(STATE, () => assert.rejects(alone(STATE, nothing, other), refusedAs('locked')));
});

test('a failure gives the locks back', async () => {
  const fail = async () => {
    throw new Error('a bug');
  };
  await assert.rejects(alone(STATE, fail), /a bug/);
  assert.equal(await alone(STATE, nothing), 'done');
});

test('a state directory that others could have prepared is refused', () => {
  const state = join(root, STATE);
  mkdirSync(state, { recursive: true });
  for (const [path, mode] of [
    [state, 0o750],
    [join(root, 'var'), 0o777],
  ] as const) {
    chmodSync(state, 0o700);
    chmodSync(path, mode);
    assert.throws(() => createStateDir({ root, path: STATE }), refusedAs('unsafe-state-dir'), path);
  }
});

test('a content that is not what its name says never leaves the state directory', () => {
  const folder = createStateDir({ root, path: STATE }).newRun();
  const hash = folder.blobs.put(Buffer.from('content'));
  assert.deepEqual(Buffer.from(folder.blobs.get(hash)).toString(), 'content');
  folder.overwrite(`blobs/${hash}`, 0, Buffer.from('C'));
  assert.throws(() => folder.blobs.get(hash), refusedAs('blob-damaged'));
});
