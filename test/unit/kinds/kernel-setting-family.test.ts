import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryBlobs } from '../../../src/host/memory-blobs.ts';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { kinds } from '../../../src/kinds/index.ts';
import type { Host } from '../../../src/model/host.ts';

const KEY = 'net.ipv4.ip_forward';
const LEADER = 'net/ipv4/ip_forward';
const REDIRECTS = 'net/ipv4/conf/all/accept_redirects';
const on = (name: string) => `net/ipv4/conf/${name}/forwarding`;
const kind = kinds['kernel-setting'];
const blobs = createMemoryBlobs();

interface Kernel {
  readonly host: Host;
  /** From then on the machine is dead: no write does anything. */
  dieAfter(writes: number): void;
  values(): Promise<{ readonly [path: string]: string | null }>;
}

/** Does what Linux does: a new value of the leader goes to every interface, and the redirects are set to its opposite. */
function kernel(start: { readonly [path: string]: string }): Kernel {
  const memory = createMemoryHost({ live: { 'kernel-setting': start } });
  let left = Number.POSITIVE_INFINITY;
  const host: Host = {
    ...memory,
    async putLive(what, path, value) {
      if (left-- <= 0) throw new Error('dead');
      if (path === LEADER && (await memory.live('kernel-setting', path)) !== value) {
        for (const each of await memory.liveKeys('kernel-setting', on('*')))
          await memory.putLive('kernel-setting', each, String(value));
        await memory.putLive('kernel-setting', REDIRECTS, value === '0' ? '1' : '0');
      }
      await memory.putLive(what, path, value);
    },
  };
  return {
    host,
    dieAfter: (writes) => {
      left = writes;
    },
    async values() {
      left = Number.POSITIVE_INFINITY;
      const all = await memory.liveKeys('kernel-setting', '*');
      return Object.fromEntries(
        await Promise.all(
          all.map(async (path) => [path, await memory.live('kernel-setting', path)] as const),
        ),
      );
    },
  };
}

const START = {
  [LEADER]: '1',
  [on('all')]: '1',
  [on('default')]: '1',
  [on('ae0')]: '0',
  [on('eth0')]: '1',
  [REDIRECTS]: '0',
};

test('an interface that differed comes back, and redirects that somebody refuses stay refused', async () => {
  const { host, values } = kernel(START);
  const before = await kind.read(host, KEY, blobs);
  const after = kind.want(before, [{ desired: '0' }], blobs, KEY);
  await kind.put(host, KEY, after, blobs);
  assert.deepEqual(await values(), {
    ...Object.fromEntries(Object.keys(START).map((path) => [path, '0'])),
    [REDIRECTS]: '0',
  });
  assert.equal(kind.where(await kind.read(host, KEY, blobs), { before, after }), 'after');
  await kind.put(host, KEY, before, blobs);
  assert.deepEqual(await values(), START);
});

test('a part that is taken back by itself is exact, too', async () => {
  const { host, values } = kernel(START);
  const before = await kind.read(host, KEY, blobs);
  await kind.put(host, KEY, kind.want(before, [{ desired: '0' }], blobs, KEY), blobs);
  const now = await kind.read(host, KEY, blobs);
  const part = kind.part(before, undefined, blobs, KEY);
  await kind.put(host, KEY, kind.want(now, [{ desired: part }], blobs, KEY), blobs);
  assert.deepEqual(await values(), START);
});

test('wherever it is interrupted, it can be finished and undone', async () => {
  for (let writes = 0; writes < 4; writes++) {
    for (const end of ['after', 'before'] as const) {
      const { host, dieAfter, values } = kernel(START);
      const before = await kind.read(host, KEY, blobs);
      const after = kind.want(before, [{ desired: '0' }], blobs, KEY);
      dieAfter(writes);
      await kind.put(host, KEY, after, blobs).catch(() => undefined);
      await values();
      assert.notEqual(kind.where(await kind.read(host, KEY, blobs), { before, after }), 'foreign');
      await kind.put(host, KEY, end === 'after' ? after : before, blobs);
      const found = await values();
      assert.equal(found[REDIRECTS], '0', `${end}, ${writes} writes`);
      assert.equal(found[on('eth0')], end === 'after' ? '0' : '1');
      assert.equal(found[on('ae0')], '0');
    }
  }
});

test('what somebody else does to the redirects meanwhile is theirs', async () => {
  const { host, values } = kernel({ ...START, [REDIRECTS]: '1' });
  const before = await kind.read(host, KEY, blobs);
  const after = kind.want(before, [{ desired: '0' }], blobs, KEY);
  await kind.put(host, KEY, after, blobs);
  assert.equal((await values())[REDIRECTS], '1');
  await host.putLive('kernel-setting', REDIRECTS, '0');
  assert.equal(kind.where(await kind.read(host, KEY, blobs), { before, after }), 'after');
  await kind.put(host, KEY, before, blobs);
  assert.equal((await values())[REDIRECTS], '0');
  assert.deepEqual(kind.stable?.(before), { [LEADER]: '1', [on('all')]: '1', [on('default')]: '1' });
});
