import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sudoers } from '../../../src/facts/sudoers.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { Refused } from '../../../src/model/refusal.ts';
import { readFacts } from '../../cases/read-facts.ts';

const read = async (entries: WrittenHost['entries'], more: WrittenHost = {}) =>
  (await readFacts(createMemoryHost({ ...more, entries: { '/usr/bin/sudo': '', ...entries } }), { sudoers }))
    .sudoers;
const places = async (entries: WrittenHost['entries'], more: WrittenHost = {}) =>
  (await read(entries, more))?.statements.map(({ path, line }) => `${path}:${line}`);

test('null where sudo or its policy is not installed', async () => {
  assert.equal(await read({}), null);
  const host = createMemoryHost({ entries: { '/etc/sudoers': 'root ALL=ALL\n' } });
  assert.equal((await readFacts(host, { sudoers })).sudoers, null);
});

test('files are read where they are included, in the order of their bytes', async () => {
  assert.deepEqual(
    await places({
      '/etc/sudoers': 'a ALL=ALL\n@includedir /etc/sudoers.d/\n@include more\nz ALL=ALL\n',
      '/etc/sudoers.d/b': '\nb ALL=ALL\n',
      '/etc/sudoers.d/B': 'b ALL=ALL\n',
      '/etc/sudoers.d/10': 'b ALL=ALL\n',
      '/etc/sudoers.d/1_': 'b ALL=ALL\n',
      '/etc/sudoers.d/b.operators': 'never ALL=ALL\n',
      '/etc/sudoers.d/b~': 'never ALL=ALL\n',
      '/etc/more': '#include sub/x\n',
      '/etc/sub/x': 'x ALL=ALL\n',
    }),
    [
      '/etc/sudoers:1',
      '/etc/sudoers.d/10:1',
      '/etc/sudoers.d/1_:1',
      '/etc/sudoers.d/B:1',
      '/etc/sudoers.d/b:2',
      '/etc/sub/x:1',
      '/etc/sudoers:4',
    ],
  );
});

test('what sudo ignores for its owner or mode says nothing and is told', async () => {
  const found = await read({
    '/etc/sudoers': '@includedir /etc/sudoers.d\n@include /etc/missing\n',
    '/etc/sudoers.d/a': { content: 'a ALL=ALL\n', uid: 1000 },
    '/etc/sudoers.d/b': { content: 'b ALL=ALL\n', mode: 0o646 },
    '/etc/sudoers.d/c': { content: 'c ALL=ALL\n', mode: 0o664, gid: 5 },
    '/etc/sudoers.d/d': { content: 'd ALL=ALL\n', mode: 0o660 },
    '/etc/sudoers.d/e': { directory: true },
    '/etc/sudoers.d/f': { link: '/nowhere' },
  });
  assert.deepEqual(
    found?.statements.map(({ path }) => path),
    ['/etc/sudoers.d/d'],
  );
  assert.deepEqual(found?.problems, [
    { path: '/etc/sudoers.d/a', why: 'is owned by uid 1000, not by root' },
    { path: '/etc/sudoers.d/b', why: 'is writable for everybody' },
    { path: '/etc/sudoers.d/c', why: 'is writable for the group 5' },
    { path: '/etc/sudoers.d/e', why: 'is no file' },
    { path: '/etc/sudoers.d/f', why: 'does not exist' },
    { path: '/etc/missing', why: 'does not exist' },
  ]);
});

test('a directory that others may write to is ignored as a whole', async () => {
  const found = await read({
    '/etc/sudoers': '@includedir /etc/sudoers.d\n',
    '/etc/sudoers.d': { directory: true, mode: 0o777 },
    '/etc/sudoers.d/a': 'a ALL=ALL\n',
  });
  assert.deepEqual([found?.statements, found?.problems.length], [[], 1]);
});

test('%h is the short name of the host', async () => {
  const entries = { '/etc/sudoers': '@include sudoers.%h\n', '/etc/sudoers.web1': 'a ALL=ALL\n' } as const;
  const live = { 'kernel-setting': { 'kernel/hostname': 'web1.example.org' } };
  assert.deepEqual(await places(entries, { live }), ['/etc/sudoers.web1:1']);
  assert.deepEqual(await places({ ...entries, '/etc/hostname': '# mine\nweb1\n' }, { type: 'image' }), [
    '/etc/sudoers.web1:1',
  ]);
  assert.equal((await read(entries, { type: 'image' }))?.problems.length, 1);
});

test('sudo-rs reads its own file first, openSUSE falls back to /usr/etc', async () => {
  const files = { '/etc/sudoers-rs': 'r ALL=ALL\n', '/etc/sudoers': 's ALL=ALL\n' };
  assert.deepEqual(await places(files), ['/etc/sudoers:1']);
  const rs = { '/usr/bin/sudo': { link: '/usr/lib/cargo/bin/sudo' }, '/usr/lib/cargo/bin/sudo': '' } as const;
  assert.deepEqual(await places({ ...files, ...rs }), ['/etc/sudoers-rs:1']);
  assert.deepEqual(await places({ '/usr/etc/sudoers': 'u ALL=ALL\n' }), ['/usr/etc/sudoers:1']);
});

test('a syntax error and an endless include are refused with file and line', async () => {
  const refusal = async (entries: WrittenHost['entries']) => {
    try {
      await read(entries);
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
    return null;
  };
  assert.deepEqual(
    await refusal({ '/etc/sudoers': '@includedir /etc/sudoers.d\n', '/etc/sudoers.d/x': '#\nbad line\n' }),
    { code: 'malformed', args: { path: '/etc/sudoers.d/x', line: 2, why: '= is missing' } },
  );
  assert.deepEqual(await refusal({ '/etc/sudoers': '\n@include /etc/sudoers\n' }), {
    code: 'malformed',
    args: { path: '/etc/sudoers', line: 2, why: 'too many levels of includes' },
  });
});
