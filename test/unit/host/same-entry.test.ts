import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sameEntry } from '../../../src/host/same-entry.ts';
import type { Entry } from '../../../src/model/entry.ts';

const METADATA = { mode: 0o640, uid: 1, gid: 2, mtime: '3', xattrs: { 'user.a': 'eA==' }, flags: 'd' };
const FILE: Entry = { type: 'file', content: 'a'.repeat(64), size: 4, ...METADATA };
const LINK: Entry = { type: 'link', target: 'a', ...METADATA };

test('an entry is the same as itself, whatever the order of its fields', () => {
  for (const entry of [FILE, LINK]) {
    const turned = Object.fromEntries(Object.entries(entry).reverse()) as unknown as Entry;
    assert.ok(sameEntry(entry, turned));
  }
  assert.ok(sameEntry(null, null));
});

test('a difference in any field is a difference', () => {
  const others: readonly (Entry | null)[] = [
    null,
    LINK,
    { type: 'directory', ...METADATA },
    { ...FILE, content: 'b'.repeat(64) },
    { ...FILE, size: 0 },
    { ...FILE, mode: 0 },
    { ...FILE, uid: 0 },
    { ...FILE, gid: 0 },
    { ...FILE, mtime: '0' },
    { ...FILE, flags: '' },
    { ...FILE, xattrs: {} },
    { ...FILE, xattrs: { 'user.a': '' } },
    { ...FILE, xattrs: { 'user.b': 'eA==' } },
    { ...FILE, xattrs: { 'user.a': 'eA==', 'user.b': '' } },
  ];
  for (const other of others) {
    assert.ok(!sameEntry(FILE, other), JSON.stringify(other));
    assert.ok(!sameEntry(other, FILE), JSON.stringify(other));
  }
  assert.ok(!sameEntry(LINK, { ...LINK, target: 'b' }));
});

test('nobody knows when a planned entry will be written', () => {
  assert.ok(sameEntry(FILE, { ...FILE, mtime: null }));
  assert.ok(sameEntry(FILE, { ...FILE, mode: 0 }, ['mode']));
});
