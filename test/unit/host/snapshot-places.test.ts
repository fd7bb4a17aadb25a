import assert from 'node:assert/strict';
import { test } from 'node:test';
import { snapshotPlaces } from '../../../src/host/snapshot-places.ts';
import type { CapturedEntry } from '../../../src/model/snapshot.ts';

const file = (content: string): CapturedEntry => ({
  type: 'file',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: '0',
  size: 0,
  links: 1,
  device: '0',
  content,
});

/** The places of files with these paths, whose hash is their number. */
function placesOf(...paths: string[]): readonly (string | undefined)[] {
  const entries = Object.fromEntries(paths.map((path, i) => [path, file(String(i))]));
  return [...snapshotPlaces(entries).values()];
}

test('a content stands under its own path where any checkout can have that', () => {
  assert.deepEqual(
    placesOf('/etc/group', '/etc/sysctl.d/99-a.conf', '/usr/lib/systemd/system/getty@.service'),
    ['files/etc/group', 'files/etc/sysctl.d/99-a.conf', 'files/usr/lib/systemd/system/getty@.service'],
  );
});

test('else under its hash', () => {
  const odd = [
    '/etc/caf\udce9',
    '/etc/na\u00efve',
    '/etc/new\nline',
    '/etc/a b',
    '/etc/dev-disk-by\\x2duuid.mount',
    '/etc/c:d',
    '/etc/dot.',
    '/etc/.git/config',
    '/etc/.gitignore',
    '/etc/CON',
    '/etc/aux.conf',
    '/.odd/x',
    `/${'a/'.repeat(100)}b`,
    `/${'a'.repeat(101)}`,
  ];
  assert.deepEqual(
    placesOf(...odd),
    odd.map((_, i) => `files/.odd/${i}`),
  );
});

test('of names that differ in case only, one keeps its path', () => {
  assert.deepEqual(placesOf('/etc/Foo/a', '/etc/foo/b', '/etc/x', '/etc/X'), [
    'files/etc/Foo/a',
    'files/.odd/1',
    'files/etc/x',
    'files/.odd/3',
  ]);
});
