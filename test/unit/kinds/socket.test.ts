import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { entryKind } from '../../../src/kinds/entry.ts';

const PATH = '/run/docker.sock';
const blobs = createMemoryBlobs();
const read = (mode: number, mtime: string) =>
  entryKind.read(createMemoryHost({ entries: { [PATH]: { socket: true, mode, mtime } } }), PATH, blobs);
const change = { before: await read(0o666, '1'), after: await read(0o660, '1') };

test('a socket that a reboot has brought anew is told by its mode and owner', async () => {
  assert.equal(entryKind.where(await read(0o660, '2'), change), 'after');
  assert.equal(entryKind.where(await read(0o666, '2'), change), 'before');
  assert.equal(entryKind.where(await read(0o600, '2'), change), 'foreign');
  const now = await read(0o660, '2');
  assert.deepEqual(entryKind.rematch?.(now, { before: change.after, after: change.before }), {
    before: now,
    after: await read(0o666, '2'),
  });
});

test('where nobody listens any more there is nothing to put back', () => {
  assert.equal(entryKind.where(null, change), 'before');
  assert.equal(entryKind.where(null, { before: null, after: change.after }), 'before');
  assert.equal(entryKind.where(null, { before: change.before, after: null }), 'after');
});
