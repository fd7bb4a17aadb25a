import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { plantOnDisk } from './lab/disk-tree.ts';
import { runTool } from './lab/run-tool.ts';

const SOURCE = join(import.meta.dirname, '../../src/host/rooted-host.ts');

/** In a mount namespace of its own: a tmpfs, a bind mount of a directory, and one of a file. */
const SET_UP = `
  set -eu
  cd "$1"; shift
  mount -t tmpfs -o mode=0755 own mnt
  mkdir mnt/deep
  mount --bind etc bound
  echo other > mnt/other
  mount --bind mnt/other etc/hosts
  exec "$@"
`;
const ASK = `
  const { createRootedHost } = await import(process.argv[1]);
  const host = createRootedHost({ root: process.argv[2], stateDir: '/state' });
  const put = async (path) => {
    const place = await host.keepingPlace(path);
    const before = await host.entry(path);
    const content = Buffer.from('new');
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(content).digest('hex');
    await host.putEntry(path, { ...before, content: hash, size: 3, mtime: null }, content, { save: place + '/1' });
    await host.putEntry(path, before, await host.read(place + '/1'), { restore: place + '/1' });
    return JSON.stringify(await host.entry(path)) === JSON.stringify(before);
  };
  const places = {};
  for (const path of ['/etc/file', '/mnt/deep/none/file', '/mnt/other', '/bound/file', '/link/file'])
    places[path] = await host.keepingPlace(path);
  const obstacles = (await host.obstacles('/etc/hosts', await host.entry('/etc/hosts'), 0)).map(({ code }) => code);
  const isBack = [await put('/mnt/other'), await put('/bound/file'), await put('/etc/file')];
  console.log(JSON.stringify({ places, obstacles, isBack }));
`;

test('old inodes are kept on the mount that they are on, and come back from there', () => {
  using disk = plantOnDisk({
    '/state': { type: 'directory', mode: 0o700 },
    '/etc': { type: 'directory' },
    '/etc/file': { text: 'old' },
    '/etc/hosts': { text: 'old' },
    '/mnt': { type: 'directory' },
    '/bound': { type: 'directory' },
    '/link': { link: 'mnt/deep' },
  });
  const node = [process.execPath, '--input-type=module', '-e', ASK, '--', SOURCE, disk.root];
  const inOwn = ['--mount', '--propagation', 'private', '/bin/sh', '-c', SET_UP, 'sh'];
  const said = JSON.parse(runTool('unshare', [...inOwn, disk.root, ...node]).toString());
  assert.deepEqual(said, {
    places: {
      '/etc/file': '/state/kept',
      '/mnt/deep/none/file': '/mnt/.holdfast',
      '/mnt/other': '/mnt/.holdfast',
      '/bound/file': '/bound/.holdfast',
      '/link/file': '/mnt/.holdfast',
    },
    obstacles: ['mount-point'],
    isBack: [true, true, true],
  });
});
