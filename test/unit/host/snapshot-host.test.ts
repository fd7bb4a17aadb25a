import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeHostText } from '../../../src/formats/host-text.ts';
import { createCapturingHost } from '../../../src/host/capture-host.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import { createSnapshotHost } from '../../../src/host/snapshot-host.ts';
import type { HostReader } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import { Refused } from '../../../src/model/refusal.ts';

const written: WrittenHost = {
  machine: 'cd'.repeat(32),
  entries: {
    '/etc/a.conf': {
      content: 'a\n',
      mode: 0o600,
      uid: 3,
      gid: 4,
      mtime: '123456789',
      xattrs: { 'user.x': 'YQ==' },
    },
    '/etc/d/one': 'one\n',
    '/etc/d/two': { link: 'one' },
    '/etc/link': { link: 'd' },
    '/etc/gone': { link: '../nothing/here' },
    '/var/x': 'x',
  },
  live: {
    'kernel-setting': { 'net/a/x': '1', 'net/b/x': '0', 'vm/y': '' },
    'audit-rule': ['-w /b -p wa', '-w /a -p wa'],
    unit: { 'a.service': { active: 'failed' } },
  },
  observations: [[{ type: 'proc', path: 'self/mountinfo' }, 'caf\u00e9\n']],
};

/** A captured host of which only what `look` asks is known. */
async function knowing(look: (host: HostReader) => Promise<unknown>, base = createMemoryHost(written)) {
  const { host, snapshot } = createCapturingHost(base);
  try {
    await look(host);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
  return createSnapshotHost(snapshot());
}

async function textOf(host: HostReader, path: Path) {
  return decodeHostText((await host.read(path)) ?? assert.fail());
}

function refuses(ask: Promise<unknown>, code: string, what = '') {
  return assert.rejects(ask, (error) => {
    assert.ok(error instanceof Refused);
    assert.equal(error.refusal.code, code);
    assert.ok(JSON.stringify(error.refusal.args).includes(what), JSON.stringify(error.refusal));
    return true;
  });
}

test('a file that was only looked at is not read as empty', async () => {
  const host = await knowing((asked) => asked.status('/etc/a.conf'));
  assert.deepEqual(await host.status('/etc/a.conf'), await createMemoryHost(written).status('/etc/a.conf'));
  await refuses(host.read('/etc/a.conf'), 'not-observable', '/etc/a.conf');
  await refuses(host.entry('/etc/a.conf'), 'not-observable', '/etc/a.conf');
});

test('what was not looked at is unknown, what was looked for in vain is absent', async () => {
  const host = await knowing((asked) => asked.read('/etc/none/deeper'));
  assert.equal(await host.read('/etc/none'), null);
  assert.equal(await host.read('/etc/none/other'), null);
  await refuses(host.read('/etc/other'), 'not-observable', '/etc/other');
  await refuses(host.list('/etc'), 'not-observable', '/etc');
  await refuses(host.resolve('/var/x'), 'not-observable', '/var');
});

test('a listed directory is known whole, with the status of every name', async () => {
  const host = await knowing((asked) => asked.list('/etc/d'));
  assert.deepEqual(await host.list('/etc/d'), ['one', 'two']);
  assert.equal((await host.status('/etc/d/two'))?.type, 'link');
  assert.equal(await host.read('/etc/d/three'), null);
  await refuses(host.read('/etc/d/two'), 'not-observable', '/etc/d/two');
});

test('links are followed as on the host, also by other ways than the one that was asked', async () => {
  const host = await knowing(async (asked) => {
    await asked.read('/etc/link/two');
    await asked.resolve('/etc/gone');
  });
  for (const path of ['/etc/link/two', '/etc/d/two', '/etc/d/one', '/etc/link/one'] as const) {
    assert.equal(await host.resolve(path), '/etc/d/one');
    assert.equal(await textOf(host, path), 'one\n');
  }
  assert.equal(await host.resolve('/etc/gone'), null);
  assert.equal(await host.read('/etc/gone'), null);
});

test('links are known by where they lead where their attributes cannot be read', async () => {
  const refusal = { code: 'tool-missing', args: { tool: 'getfattr', package: 'attr', what: 'x' } } as const;
  const entry = async () => {
    throw new Refused(refusal);
  };
  const host = await knowing(
    async (asked) => {
      await asked.read('/etc/link/two');
      await asked.resolve('/etc/gone');
    },
    { ...createMemoryHost(written), entry },
  );
  assert.equal(await textOf(host, '/etc/link/two'), 'one\n');
  assert.equal(await host.resolve('/etc/gone'), null);
  await refuses(host.entry('/etc/link'), 'tool-missing');
});

test('a whole entry comes back whole, and with it what can be read', async () => {
  const host = await knowing((asked) => asked.entry('/etc/a.conf'));
  const { xattrs, ...entry } = (await host.entry('/etc/a.conf')) ?? assert.fail();
  const { xattrs: _, ...expected } = (await createMemoryHost(written).entry('/etc/a.conf')) ?? assert.fail();
  assert.deepEqual(entry, expected);
  assert.deepEqual(Object.keys(xattrs), ['user.x']);
  assert.equal(await textOf(host, '/etc/a.conf'), 'a\n');
});

test('a refusal is the same refusal', async () => {
  const refusal = { code: 'not-root', args: { path: '/etc/a.conf' } } as const;
  const read = async () => {
    throw new Refused(refusal);
  };
  const host = await knowing((asked) => asked.read('/etc/a.conf'), { ...createMemoryHost(written), read });
  await refuses(host.read('/etc/a.conf'), 'not-root');
  assert.equal((await host.status('/etc/a.conf'))?.mode, 0o600);
});

test('names whose status was refused are still listed', async () => {
  const memory = createMemoryHost(written);
  const status: HostReader['status'] = async (path) => {
    if (path === '/etc/d/two') throw new Refused({ code: 'not-root', args: { path } });
    return memory.status(path);
  };
  const host = await knowing((asked) => asked.list('/etc/d'), { ...memory, status });
  assert.deepEqual(await host.list('/etc/d'), ['one', 'two']);
  await refuses(host.status('/etc/d/two'), 'not-root');
});

test('live state is known by key and by pattern, in the order of the kernel', async () => {
  const host = await knowing(async (asked) => {
    await asked.liveKeys('kernel-setting', 'net/*/x');
    await asked.live('kernel-setting', 'vm/y');
    await asked.liveKeys('audit-rule', '*');
    await asked.live('unit', 'a.service');
    await asked.live('unit', 'none.service');
  });
  assert.deepEqual(await host.liveKeys('kernel-setting', 'net/*/x'), ['net/a/x', 'net/b/x']);
  assert.equal(await host.live('kernel-setting', 'vm/y'), '');
  assert.equal(await host.live('kernel-setting', 'net/c/x'), null);
  await refuses(host.live('kernel-setting', 'net/a/x'), 'not-observable', 'net/a/x');
  await refuses(host.live('kernel-setting', 'vm/z'), 'not-observable', 'vm/z');
  assert.deepEqual(await host.liveKeys('audit-rule', '*'), ['-w /b -p wa', '-w /a -p wa']);
  assert.equal(await host.live('audit-rule', '-w /a -p wa'), true);
  assert.equal(await host.live('audit-rule', '-w /c -p wa'), null);
  assert.deepEqual(await host.live('unit', 'a.service'), { active: 'failed' });
  assert.equal(await host.live('unit', 'none.service'), null);
  await refuses(host.live('unit', 'other.service'), 'not-observable', 'other.service');
});

test('an observation is what was seen, or why it was not', async () => {
  const host = await knowing(async (asked) => {
    await asked.observe({ type: 'proc', path: 'self/mountinfo' });
    await asked.observe({ type: 'processes' });
  });
  assert.deepEqual(
    Buffer.from(await host.observe({ type: 'proc', path: 'self/mountinfo' })),
    Buffer.from('caf\u00e9\n'),
  );
  await refuses(host.observe({ type: 'processes' }), 'not-observable', 'processes');
  await refuses(host.observe({ type: 'invoker' }), 'not-observable', 'not captured');
});

test('a capture does not contradict itself on a host that changes meanwhile', async () => {
  const memory = createMemoryHost(written);
  const { host } = createCapturingHost(memory);
  assert.equal(await host.live('kernel-setting', 'net/a/x'), '1');
  await memory.putLive('kernel-setting', 'net/a/x', '0');
  await memory.putEntry('/etc/d/one', null, null);
  assert.equal(await host.live('kernel-setting', 'net/a/x'), '1');
  assert.equal(await host.status('/etc/d/one'), null);
});

test('it is recognized as the host it was taken from', async () => {
  const { identity } = await knowing((host) => host.status('/etc'));
  assert.deepEqual(identity, { type: 'live', machine: 'cd'.repeat(32), root: '/' });
});
