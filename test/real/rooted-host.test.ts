import assert from 'node:assert/strict';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readXattrs, writeXattrs } from '../../src/host/attributes.ts';
import { opened, READ } from '../../src/host/descriptor.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import { xattrsByPerl } from '../../src/host/xattrs-by-perl.ts';
import { refused } from '../laws/lab/host-suite.ts';
import { bytesOf, fileEntry, linkEntry, type Tree } from '../laws/lab/tree.ts';
import { type DiskTree, plantOnDisk } from './lab/disk-tree.ts';
import { runTool } from './lab/run-tool.ts';

const TREE: Tree = {
  '/etc': { type: 'directory' },
  '/etc/file': { text: 'x' },
  '/etc/link': { link: 'file' },
};
const hostOn = ({ root }: DiskTree) => createRootedHost({ root, stateDir: null });

test('a link can be changed: obstacles are its own, not those of what it leads to', async () => {
  using disk = plantOnDisk(TREE);
  runTool('chattr', ['+i', `${disk.root}/etc/file`]);
  const obstacles = async (to: Parameters<ReturnType<typeof hostOn>['obstacles']>[1]) =>
    (await hostOn(disk).obstacles('/etc/link', to, 0)).map(({ code }) => code);
  assert.deepEqual(await obstacles(linkEntry('elsewhere')), []);
  assert.deepEqual(await obstacles(null), []);
  assert.deepEqual(await obstacles(fileEntry('x')), ['wrong-type']);
  const [frozen] = await hostOn(disk).obstacles('/etc/file', null, 0);
  assert.equal(frozen?.code, 'immutable');
});

test('names of attributes may hold what getfattr prints around them', async () => {
  using disk = plantOnDisk(TREE);
  using file = opened(disk.at('/etc/file'), READ);
  const xattrs = { 'trusted.#': 'Iw==', 'user.#a=b': 'YQ==', 'user.a#b': '', 'user.é': 'AA==' };
  await writeXattrs(file.fd, '/etc/file', {}, xattrs);
  assert.deepEqual(await readXattrs(file.fd, '/etc/file'), xattrs);
  assert.deepEqual(await xattrsByPerl('/usr/bin/perl')?.read(file.fd, '/etc/file'), xattrs);
});

test('while one half of an entry is refused, what the other half is read from stays open', () => {
  using disk = plantOnDisk(TREE);
  const lsattr = "#!/bin/sh\npwd -P > /run/read-in\necho '---- ./file'\n";
  const script = `
    mount -t tmpfs lab /run
    printf %s "$1" > /run/lsattr
    chmod 755 /run/lsattr
    mount --bind /run/lsattr /usr/bin/lsattr
    for missing in getfattr perl; do mount --bind /dev/null /usr/bin/$missing; done
    shift
    exec "$@"
  `;
  const ask = `
    import { readFileSync } from 'node:fs';
    const { createRootedHost } = await import(process.argv[1]);
    const entry = createRootedHost({ root: process.argv[2], stateDir: null }).entry('/etc/file');
    const code = await entry.catch(({ refusal }) => refusal.code);
    console.log(JSON.stringify([code, readFileSync('/run/read-in', 'utf8')]));
  `;
  const source = join(import.meta.dirname, '../../src/host/rooted-host.ts');
  const node = [process.execPath, '--input-type=module', '-e', ask, '--', source, disk.root];
  const inOwn = ['--mount', '--propagation', 'private', '/bin/sh', '-euc', script, 'sh'];
  const said = JSON.parse(runTool('unshare', [...inOwn, lsattr, ...node]).toString());
  assert.deepEqual(said, ['tool-missing', `${disk.at('/etc')}\n`]);
});

test('a path with a NUL leads nowhere, and is no mistake of ours', async () => {
  using disk = plantOnDisk(TREE);
  const host = hostOn(disk);
  for (const path of ['/etc/file\0', '/etc\0/file', '/\0'] as const) {
    for (const ask of ['resolve', 'status', 'list', 'read', 'entry'] as const)
      assert.equal(await host[ask](path), null, `${ask} ${path}`);
    assert.deepEqual(await host.obstacles(path, null, 0), []);
    await host.putEntry(path, null, null);
    await refused(host.putEntry(path, fileEntry('x'), bytesOf('x')), 'parent-missing');
  }
  await refused(host.putEntry('/etc/new', linkEntry('a\0b'), null), 'io');
});

test('a machine that cannot tell its id is a machine all the same', () => {
  using disk = plantOnDisk(TREE);
  const id = `${disk.root}/etc/machine-id`;
  const table: readonly (readonly [() => void, boolean])[] = [
    [() => mkdirSync(id), false],
    [() => runTool('mkfifo', [id]), false],
    [() => symlinkSync('machine-id', id), false],
    [() => writeFileSync(id, ''), false],
    [() => writeFileSync(id, '0123456789abcdef0123456789abcdef\n'), true],
  ];
  for (const [make, known] of table) {
    make();
    assert.equal(hostOn(disk).identity.machine !== null, known);
    rmSync(id, { recursive: true });
  }
});
