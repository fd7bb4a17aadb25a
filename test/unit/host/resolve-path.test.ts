import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { refused } from '../../laws/lab/host-suite.ts';

test('a name with a NUL is nowhere, in a path or in a link', async () => {
  const host = createMemoryHost({ entries: { '/etc/a': 'x', '/etc/link': { link: 'a\0' } } });
  for (const path of ['/etc/a\0', '/etc\0/a', '/\0', '/etc/link'] as const) {
    assert.equal(await host.resolve(path), null, path);
    assert.equal(await host.read(path), null, path);
    assert.equal(await host.list(path), null, path);
  }
  assert.equal(await host.status('/etc/a\0'), null);
  const entry = await host.entry('/etc/a');
  await refused(host.putEntry('/etc/a\0', entry, null), 'parent-missing');
  assert.equal((await host.status('/etc/link'))?.type, 'link');
});

test('obstacles are those of a link itself, not of what it leads to', async () => {
  const host = createMemoryHost({ entries: { '/etc/a': { flags: 'i' }, '/etc/link': { link: 'a' } } });
  assert.deepEqual(await host.obstacles('/etc/link', null, 0), []);
  assert.equal((await host.obstacles('/etc/a', null, 0)).length, 1);
});
