import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { test } from 'node:test';
import { SHELL_LOOK } from '../../src/engine/shell-look.ts';
import { stateWords } from '../../src/engine/state-words.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Entry } from '../../src/model/entry.ts';
import type { Host } from '../../src/model/host.ts';
import type { Path } from '../../src/model/path.ts';
import { refused } from '../laws/lab/host-suite.ts';
import { bytesOf, directoryEntry, fileEntry, linkEntry } from '../laws/lab/tree.ts';
import { type DiskTree, plantOnDisk } from './lab/disk-tree.ts';

const KEPT: Path = '/state/kept/000001-1';

interface Lab {
  readonly host: Host;
  readonly disk: DiskTree;
  /** What is left in the keeping place. */
  kept(): string[];
  stat(path: string): { ino: bigint; mtimeNs: bigint; ctimeNs: bigint; nlink: bigint };
}

function onDisk(what: string, act: (lab: Lab) => Promise<void>): void {
  test(what, async () => {
    using disk = plantOnDisk({
      '/state': { type: 'directory', mode: 0o700 },
      '/state/kept': { type: 'directory', mode: 0o700 },
      '/etc': { type: 'directory' },
      '/etc/file': { text: 'old\n', mode: 0o640, uid: 7 },
      '/etc/link': { link: 'file' },
      '/etc/directory': { type: 'directory', mode: 0o711 },
    });
    await act({
      host: createRootedHost({ root: disk.root, stateDir: '/state' }),
      disk,
      kept: () => readdirSync(disk.at('/state/kept')),
      stat: (path) => lstatSync(disk.at(path), { bigint: true }),
    });
  });
}
const put = (host: Host, path: Path, entry: Entry | null, text = '', kept = {}) =>
  host.putEntry(path, entry, entry?.type === 'file' ? bytesOf(text) : null, kept);

onDisk('putting what is there writes nothing', async ({ host, stat, kept }) => {
  for (const path of ['/etc/file', '/etc/link', '/etc/directory', '/etc/none'] as const) {
    const entry = await host.entry(path);
    const before = [entry === null ? null : stat(path), stat('/etc'), stat('/state/kept')];
    await put(host, path, entry, 'old\n', { save: KEPT });
    await put(host, path, entry === null ? null : { ...entry, mtime: null }, 'old\n', { save: KEPT });
    assert.deepEqual([entry === null ? null : stat(path), stat('/etc'), stat('/state/kept')], before, path);
  }
  assert.deepEqual(kept(), []);
});

onDisk('metadata is changed in place: the inode and its other names stay', async ({ host, disk, stat }) => {
  linkSync(disk.at('/etc/file'), disk.at('/etc/other'));
  const { ino } = stat('/etc/file');
  await put(host, '/etc/file', fileEntry('old\n', { mode: 0o600, mtime: '5' }), 'old\n', { save: KEPT });
  assert.deepEqual([stat('/etc/file').ino, stat('/etc/file').nlink], [ino, 2n]);
  assert.equal(stat('/etc/other').mtimeNs, 5n);
});

const NEW_STATES: readonly (readonly [string, Entry | null])[] = [
  ['another file', fileEntry('new\n')],
  ['nothing', null],
  ['a link', linkEntry('elsewhere')],
  ['a directory', directoryEntry()],
];
for (const path of ['/etc/file', '/etc/link', '/etc/directory'] as const) {
  for (const [what, entry] of NEW_STATES) {
    // A directory that becomes a directory is a change of metadata.
    if (path === '/etc/directory' && entry?.type === 'directory') continue;
    onDisk(`${path} becomes ${what}, and the old inode comes back`, async ({ host, stat, kept }) => {
      const before = await host.entry(path);
      const old = stat(path);
      await put(host, path, entry, 'new\n', { save: KEPT });
      assert.equal((await host.status(path))?.type, entry?.type);
      assert.deepEqual([kept(), stat(KEPT).ino], [['000001-1'], old.ino]);
      await put(host, path, before, 'old\n', { restore: KEPT });
      const { ino, mtimeNs, nlink } = stat(path);
      assert.deepEqual([ino, mtimeNs, nlink], [old.ino, old.mtimeNs, old.nlink]);
      assert.deepEqual(await host.entry(path), before);
      assert.deepEqual(kept(), []);
    });
  }
}

onDisk('attributes and other names come back with the inode', async ({ host, disk, stat }) => {
  const attributes = { 'user.a': 'eA==', 'trusted.b': 'eQ==' };
  const before = fileEntry('old\n', {
    mode: 0o4750,
    uid: 7,
    mtime: '1700000000123456789',
    xattrs: attributes,
  });
  await put(host, '/etc/file', before, 'old\n');
  linkSync(disk.at('/etc/file'), disk.at('/etc/other'));
  await put(host, '/etc/file', fileEntry('new\n'), 'new\n', { save: KEPT });
  await put(host, '/etc/file', before, 'old\n', { restore: KEPT });
  assert.deepEqual(await host.entry('/etc/file'), before);
  assert.deepEqual([stat('/etc/file').ino, stat('/etc/file').nlink], [stat('/etc/other').ino, 2n]);
});

onDisk('an old inode that was written to since is not taken back', async ({ host, disk, stat, kept }) => {
  const before = await host.entry('/etc/file');
  const old = stat('/etc/file').ino;
  // Whoever has the file open writes to the kept inode, not to the new file.
  const held = openSync(disk.at('/etc/file'), constants.O_WRONLY | constants.O_APPEND);
  await put(host, '/etc/file', fileEntry('new\n'), 'new\n', { save: KEPT });
  writeSync(held, 'written late\n');
  closeSync(held);
  await put(host, '/etc/file', before, 'old\n', { restore: KEPT });
  assert.deepEqual(await host.entry('/etc/file'), before);
  assert.notEqual(stat('/etc/file').ino, old);
  assert.equal(readFileSync(disk.at(KEPT), 'utf8'), 'old\nwritten late\n');
  assert.deepEqual(kept(), ['000001-1']);
});

onDisk('a kept inode that is gone is built anew', async ({ host }) => {
  const before = await host.entry('/etc/file');
  await put(host, '/etc/file', null, '', {});
  await put(host, '/etc/file', before, 'old\n', { restore: KEPT });
  assert.deepEqual(await host.entry('/etc/file'), before);
});

onDisk('a second name from before the swap is just removed', async ({ host, disk, stat, kept }) => {
  const before = await host.entry('/etc/file');
  const old = stat('/etc/file').ino;
  linkSync(disk.at('/etc/file'), disk.at(KEPT));
  await put(host, '/etc/file', before, 'old\n', { restore: KEPT });
  assert.deepEqual([stat('/etc/file').ino, stat('/etc/file').nlink, kept()], [old, 1n, []]);
});

onDisk('no candidate is left, and a left one is no hindrance', async ({ host, disk, kept }) => {
  symlinkSync('/etc/passwd', disk.at('/state/kept/candidate'));
  await put(host, '/etc/file', fileEntry('new\n'), 'new\n');
  assert.deepEqual(kept(), []);
  // Content that is not what the entry says never goes live.
  await refused(put(host, '/etc/file', fileEntry('other\n'), 'not other\n'), 'not-as-planned');
  assert.equal(readFileSync(disk.at('/etc/file'), 'utf8'), 'new\n');
  await put(host, '/etc/file', linkEntry('x'));
  assert.deepEqual(kept(), []);
});

onDisk('a directory with something in it is not moved away', async ({ host, disk, kept }) => {
  symlinkSync('x', disk.at('/etc/directory/x'));
  for (const to of [null, fileEntry('')])
    await refused(put(host, '/etc/directory', to, '', { save: KEPT }), 'io');
  assert.deepEqual([readdirSync(disk.at('/etc/directory')), kept()], [['x'], []]);
});

onDisk('a keeping place that others could reach is refused', async ({ host, disk }) => {
  chmodSync(disk.at('/state/kept'), 0o755);
  await refused(put(host, '/etc/file', fileEntry('new\n'), 'new\n'), 'unsafe-state-dir');
  assert.equal(readFileSync(disk.at('/etc/file'), 'utf8'), 'old\n');
});

onDisk('the directory of old inodes comes without a trace in time', async ({ disk, stat }) => {
  const host = createRootedHost({ root: disk.root, stateDir: null });
  assert.equal(await host.keepingPlace('/etc/file'), '/.holdfast');
  const { mtimeNs } = stat('/');
  await put(host, '/etc/file', fileEntry('new\n'), 'new\n', { save: '/.holdfast/1' });
  assert.equal(stat('/').mtimeNs, mtimeNs);
  assert.equal(Number(lstatSync(disk.at('/.holdfast')).mode & 0o7777), 0o700);
});

onDisk(
  'a socket changes owner and mode in place, and whoever listens stays',
  async ({ host, disk, stat }) => {
    const server = createServer().listen(String(disk.at('/etc/socket')));
    await once(server, 'listening');
    try {
      chmodSync(disk.at('/etc/socket'), 0o666);
      const { ino } = stat('/etc/socket');
      const before = await host.entry('/etc/socket');
      assert.ok(before?.type === 'socket');
      const after: Entry = { ...before, mode: 0o660, gid: 7 };
      await put(host, '/etc/socket', after, '', { save: KEPT, from: before });
      assert.deepEqual(await host.entry('/etc/socket'), after);
      assert.equal(stat('/etc/socket').ino, ino);
      const look = `${SHELL_LOOK}state_of "$1"`;
      const { stdout } = spawnSync('/bin/sh', ['-c', look, 'sh', String(disk.at('/etc/socket'))], {
        encoding: 'utf8',
      });
      assert.equal(stdout.trim(), stateWords(after));
      const client = createConnection(String(disk.at('/etc/socket')));
      await once(client, 'connect');
      client.destroy();
    } finally {
      server.close();
    }
  },
);
