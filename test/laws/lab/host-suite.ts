import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Entry } from '../../../src/model/entry.ts';
import type { Host, HostReader } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import { Refused } from '../../../src/model/refusal.ts';
import type { Plant } from './plants.ts';
import { bytesOf, directoryEntry, fileEntry, linkEntry, type Tree } from './tree.ts';

const LIMIT = 16 * 1024 * 1024;
/** Names that have misled many a tool, in the order of their bytes. UTF-16 would put the last but one first. */
const NAMES = [
  '\t',
  '\n',
  '\x1b[31m',
  ' ',
  '$(id)',
  "'",
  '*',
  '--',
  '-rf',
  'B',
  '\\',
  'a',
  'a b',
  'x'.repeat(255),
  'é',
  '\u202e',
  '\uffee',
  '\u{10000}',
  '\udcff',
];
const chain = Object.fromEntries(
  Array.from({ length: 41 }, (_, i) => [`/chain/${i + 1}`, { link: i === 0 ? '/etc/motd' : `${i}` }]),
);
const READ_TREE: Tree = {
  '/etc': { type: 'directory' },
  '/etc/motd': { text: 'hello\n' },
  '/etc/empty': { text: '' },
  '/etc/owned': { text: 'x', mode: 0o4640, uid: 7, gid: 8 },
  '/etc/bytes': { text: Uint8Array.of(0, 0xff, 0xc3, 0x28, 0x0d, 0x0a) },
  '/etc/large': { text: new Uint8Array(LIMIT + 1) },
  '/etc/limit': { text: new Uint8Array(LIMIT) },
  '/bare': { type: 'directory' },
  '/pipe': { type: 'fifo' },
  '/socket': { type: 'socket' },
  '/links': { type: 'directory' },
  '/links/relative': { link: '../etc/motd' },
  '/links/absolute': { link: '/etc/motd' },
  '/links/out': { link: '../../../../../../etc/motd' },
  '/links/etc': { link: '/etc' },
  '/links/etc2': { link: './etc/.' },
  '/links/root': { link: '/' },
  '/links/dangling': { link: 'nowhere' },
  '/links/far': { link: '/no/such/file' },
  '/links/not-a-directory': { link: '/etc/motd/..' },
  '/links/self': { link: 'self' },
  '/links/one': { link: 'two' },
  '/links/two': { link: 'one' },
  '/links/pipe': { link: '/pipe' },
  '/links/bytes': { link: '\udcfe\n\x1b' },
  '/chain': { type: 'directory' },
  ...chain,
  '/names': { type: 'directory' },
  ...Object.fromEntries([...NAMES].reverse().map((name) => [`/names/${name}`, { text: name }])),
};

/** What every host must answer, whatever it is made of: model/host.ts. */
export function readingSuite(name: string, plant: Plant<HostReader>): void {
  describe(`${name} reads`, () => {
    const on = (what: string, act: (host: HostReader) => Promise<void>) =>
      test(what, async () => {
        using planted = await planting;
        await act(planted.host);
      });
    // One tree for all: nobody writes to it.
    const shared = plant(READ_TREE);
    let users = 0;
    const planting = shared.then((planted) => ({
      host: planted.host,
      [Symbol.dispose]: () => {
        users -= 1;
        if (users === 0) planted[Symbol.dispose]();
      },
    }));
    const law = (what: string, act: (host: HostReader) => Promise<void>) => {
      users += 1;
      on(what, act);
    };

    law('resolve follows every link, inside the root', async (host) => {
      const table: readonly (readonly [Path, Path | null])[] = [
        ['/', '/'],
        ['/etc/motd', '/etc/motd'],
        ['/links/relative', '/etc/motd'],
        ['/links/absolute', '/etc/motd'],
        ['/links/out', '/etc/motd'],
        ['/links/etc', '/etc'],
        ['/links/etc2/motd', '/etc/motd'],
        ['/links/root/links/root', '/'],
        ['/links/dangling', null],
        ['/links/far', null],
        ['/links/not-a-directory', null],
        ['/links/pipe', '/pipe'],
        ['/chain/40', '/etc/motd'],
        ['/etc/none', null],
        ['/none/none', null],
        ['/etc/motd/none', null],
      ];
      for (const [path, found] of table) assert.equal(await host.resolve(path), found, path);
    });

    law('a loop of links is refused, however it is asked', async (host) => {
      for (const path of ['/links/self', '/links/one', '/chain/41', '/links/two/x'] as const) {
        for (const ask of ['resolve', 'read', 'list'] as const)
          await refused(host[ask](path), 'link-loop', path);
      }
      await refused(host.status('/links/self/x'), 'link-loop');
      await refused(host.entry('/links/self/x'), 'link-loop');
    });

    law('status looks at the name itself', async (host) => {
      const types: readonly (readonly [Path, string | undefined])[] = [
        ['/', 'directory'],
        ['/etc', 'directory'],
        ['/etc/motd', 'file'],
        ['/links/etc', 'link'],
        ['/links/self', 'link'],
        ['/links/dangling', 'link'],
        ['/links/etc/motd', 'file'],
        ['/pipe', 'fifo'],
        ['/socket', 'socket'],
        ['/none', undefined],
        ['/none/none', undefined],
        ['/etc/motd/none', undefined],
        [`/${'x'.repeat(256)}`, undefined],
      ];
      for (const [path, type] of types) assert.equal((await host.status(path))?.type, type, path);
      const { mode, uid, gid, size, links } = (await host.status('/etc/owned')) ?? {};
      assert.deepEqual([mode, uid, gid, size, links], [0o4640, 7, 8, 1, 1]);
    });

    law('list sorts by bytes and reaches through links', async (host) => {
      assert.deepEqual(await host.list('/names'), NAMES);
      assert.deepEqual(await host.list('/bare'), []);
      assert.deepEqual(await host.list('/links/etc2'), await host.list('/etc'));
      assert.ok((await host.list('/links/root'))?.includes('pipe'));
      for (const path of ['/none', '/etc/motd', '/pipe', '/links/dangling', '/none/none'] as const)
        assert.equal(await host.list(path), null, path);
    });

    law('read gives every byte, and null for nothing', async (host) => {
      for (const path of ['/etc/motd', '/links/relative', '/links/absolute', '/links/out'] as const)
        assert.equal(Buffer.from((await host.read(path)) ?? []).toString(), 'hello\n', path);
      assert.equal((await host.read('/etc/empty'))?.length, 0);
      assert.deepEqual([...((await host.read('/etc/bytes')) ?? [])], [0, 0xff, 0xc3, 0x28, 0x0d, 0x0a]);
      for (const name of NAMES)
        assert.deepEqual(Buffer.from((await host.read(`/names/${name}`)) ?? []), Buffer.from(bytesOf(name)));
      for (const path of ['/none', '/none/none', '/links/dangling', '/links/far', '/etc/motd/x'] as const)
        assert.equal(await host.read(path), null, path);
    });

    law('what is no file is refused, and never waited for', async (host) => {
      for (const path of ['/', '/etc', '/links/etc', '/pipe', '/links/pipe', '/socket'] as const)
        await refused(host.read(path), 'wrong-type', path);
      assert.equal((await host.entry('/pipe'))?.type, 'fifo');
      assert.equal((await host.entry('/socket'))?.type, 'socket');
    });

    law('files over 16 MiB are not read', async (host) => {
      assert.equal((await host.read('/etc/limit'))?.length, LIMIT);
      await refused(host.read('/etc/large'), 'too-large');
      await refused(host.entry('/etc/large'), 'too-large');
    });

    law('entry is all of a name', async (host) => {
      const { mtime, ...owned } = (await host.entry('/links/etc/owned')) ?? {};
      assert.match(mtime ?? '', /^\d+$/);
      const { mtime: _, ...wanted } = fileEntry('x', { mode: 0o4640, uid: 7, gid: 8 });
      assert.deepEqual(owned, wanted);
      assert.equal(target(await host.entry('/links/self')), 'self');
      assert.equal(target(await host.entry('/links/bytes')), '\udcfe\n\x1b');
      assert.equal((await host.entry('/'))?.type, 'directory');
      for (const path of ['/none', '/none/none', '/etc/motd/none'] as const)
        assert.equal(await host.entry(path), null, path);
    });
  });
}

const PLACES: Tree = {
  '/w': { type: 'directory' },
  '/w/file': { text: 'old\n' },
  '/w/link': { link: 'file' },
  '/w/directory': { type: 'directory' },
  '/w/full': { type: 'directory' },
  '/w/full/x': { text: 'x' },
  '/w/to-full': { link: 'full' },
  '/w/out': { link: '../../../..' },
};
/** rw for the owner, r for user 7 and the group, masked to r: mode 0640. */
const ACL = 'AgAAAAEABgD/////AgAEAAcAAAAEAAQA/////xAABAD/////IAAAAP////8=';
/** cap_net_raw, permitted and effective, as capabilities(7) stores it. */
const CAPABILITY = 'AQAAAgAgAAAAAAAAAAAAAAAAAAA=';

const METADATA: readonly (readonly [string, Partial<Entry>])[] = [
  ['no mode at all', { mode: 0 }],
  ['every mode bit', { mode: 0o7777 }],
  ['an owner', { uid: 7, gid: 8 }],
  ['an owner and setuid', { uid: 7, gid: 8, mode: 0o6755 }],
  ['an owner and a capability', { uid: 7, xattrs: { 'security.capability': CAPABILITY } }],
  ['an access control list', { mode: 0o640, xattrs: { 'system.posix_acl_access': ACL } }],
  ['attributes, one of them empty', { xattrs: { 'user.a': '', 'user.b': 'AP8KPQ==', 'trusted.c': 'eA==' } }],
  ['flags', { flags: 'Ad' }],
  ['immutable', { flags: 'i' }],
  ['append-only and more', { flags: 'Aa', mode: 0o600 }],
  ['a time to the nanosecond', { mtime: '1700000000123456789' }],
  ['the epoch', { mtime: '0' }],
  ['before the epoch', { mtime: '-1' }],
];

/** What every host that can be written must do. */
export function writingSuite(name: string, plant: Plant<Host>): void {
  describe(`${name} writes`, () => {
    const law = (what: string, act: (host: Host) => Promise<void>) =>
      test(what, async () => {
        using planted = await plant(PLACES);
        await act(planted.host);
      });
    const put = (host: Host, path: Path, text: string, metadata: Partial<Entry> = {}) =>
      host.putEntry(path, fileEntry(text, metadata), bytesOf(text));

    law('files, empty ones and hostile names', async (host) => {
      for (const [path, text] of [
        ['/w/new', 'new\n'],
        ['/w/file', ''],
        ['/w/\udcff\n\x1b', '\0\udcfe'],
        ['/w/--', 'x'],
      ] as const) {
        const wanted = fileEntry(text, { mode: 0o600, mtime: '5', flags: 'A' });
        await host.putEntry(path, wanted, bytesOf(text));
        assert.deepEqual(await host.entry(path), wanted, path);
        assert.deepEqual(Buffer.from((await host.read(path)) ?? []), Buffer.from(bytesOf(text)), path);
        assert.equal((await host.status(path))?.mode, 0o600);
      }
      assert.equal((await host.status('/w/file'))?.size, 0);
      assert.ok((await host.list('/w'))?.includes('\udcff\n\x1b'));
    });

    law('nothing over what is not as it was thought to be', async (host) => {
      const thought = await host.entry('/w/file');
      await put(host, '/w/file', 'theirs\n');
      const late = host.putEntry('/w/file', fileEntry('ours\n'), bytesOf('ours\n'), { from: thought });
      await refused(late, 'changed-since');
      assert.equal(Buffer.from((await host.read('/w/file')) ?? []).toString(), 'theirs\n');
      const now = await host.entry('/w/file');
      await host.putEntry('/w/file', fileEntry('ours\n'), bytesOf('ours\n'), { from: now });
      assert.equal(Buffer.from((await host.read('/w/file')) ?? []).toString(), 'ours\n');
    });

    law('any type after any other', async (host) => {
      const states = { file: fileEntry('x'), directory: directoryEntry(), link: linkEntry('x') } as const;
      for (const from of [...Object.values(states), null]) {
        for (const to of [...Object.values(states), null]) {
          for (const entry of [from, to])
            await host.putEntry('/w/any', entry, entry?.type === 'file' ? bytesOf('x') : null);
          const [found, label] = [await host.status('/w/any'), `${from?.type} to ${to?.type}`];
          assert.equal(found?.type, to?.type, label);
          assert.equal((await host.list('/w'))?.includes('any'), to !== null, label);
        }
      }
    });

    law('a full directory stays, whatever is wanted in its place', async (host) => {
      for (const to of [null, fileEntry('x'), linkEntry('x')])
        await refused(host.putEntry('/w/full', to, bytesOf('x')), 'io');
      assert.deepEqual(await host.list('/w/full'), ['x']);
      await host.putEntry('/w/full', directoryEntry({ mode: 0o700 }), null);
      assert.deepEqual(await host.list('/w/full'), ['x']);
      assert.equal((await host.status('/w/full'))?.mode, 0o700);
    });

    law('links on the way are followed, the last is replaced', async (host) => {
      await put(host, '/w/to-full/y', 'y');
      assert.deepEqual(await host.list('/w/full'), ['x', 'y']);
      await put(host, '/w/link', 'no link');
      assert.equal((await host.status('/w/link'))?.type, 'file');
      assert.equal(Buffer.from((await host.read('/w/file')) ?? []).toString(), 'old\n');
      await put(host, '/w/out/at-the-root', 'x');
      assert.equal((await host.status('/at-the-root'))?.type, 'file');
    });

    law('what is under a directory that was replaced is gone with it', async (host) => {
      await host.putEntry('/w/full/x', null, null);
      await host.putEntry('/w/full', linkEntry('directory'), null);
      await put(host, '/w/directory/z', 'z');
      assert.deepEqual(await host.list('/w/full'), ['z']);
      await host.putEntry('/w/to-full', null, null);
      await host.putEntry('/w/to-full', directoryEntry(), null);
      assert.deepEqual(await host.list('/w/to-full'), []);
      assert.equal(await host.status('/w/to-full/z'), null);
      assert.equal(await host.read('/w/to-full/x'), null);
    });

    law('without its directory nothing can be put, and nothing need be removed', async (host) => {
      for (const path of ['/w/none/x', '/w/file/x', '/w/none/none/x'] as const) {
        await refused(put(host, path, 'x'), 'parent-missing', path);
        await host.putEntry(path, null, null);
      }
      await host.putEntry('/w/none', null, null);
    });

    law('metadata alone, and content keeps', async (host) => {
      for (const [what, metadata] of METADATA) {
        const wanted = fileEntry('old\n', { mtime: '5', ...metadata });
        await host.putEntry('/w/file', wanted, null);
        assert.deepEqual(await host.entry('/w/file'), wanted, what);
        assert.equal(Buffer.from((await host.read('/w/file')) ?? []).toString(), 'old\n', what);
      }
    });

    law('metadata with new content', async (host) => {
      for (const [i, [what, metadata]] of METADATA.entries()) {
        const wanted = fileEntry(what, { mtime: '5', ...metadata });
        await host.putEntry(`/w/new-${i}`, wanted, bytesOf(what));
        assert.deepEqual(await host.entry(`/w/new-${i}`), wanted, what);
      }
    });

    law('metadata of directories and links', async (host) => {
      const kept = { mtime: '1700000000123456789', uid: 7, gid: 8 };
      const full = directoryEntry({ ...kept, mode: 0o2750, xattrs: { 'user.a': 'eA==' } });
      await host.putEntry('/w/full', full, null);
      assert.deepEqual(await host.entry('/w/full'), full);
      for (const path of ['/w/link', '/w/new-link'] as const) {
        const link = linkEntry('file', { ...kept, xattrs: { 'trusted.a': 'eA==' } });
        await host.putEntry(path, link, null);
        assert.deepEqual(await host.entry(path), link, path);
      }
      assert.deepEqual(
        (({ uid, gid }) => [uid, gid])((await host.status('/w/file')) ?? { uid: -1, gid: -1 }),
        [0, 0],
      );
    });
  });
}

export async function refused(act: Promise<unknown>, code: string, what = ''): Promise<void> {
  await assert.rejects(act, (error) => {
    assert.ok(error instanceof Refused, String(error));
    assert.equal(error.refusal.code, code, what);
    return true;
  });
}

function target(entry: Entry | null): string | null {
  return entry?.type === 'link' ? entry.target : null;
}
