import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryHost } from '../../../src/host/memory-host.ts';
import { createRecordingHost } from '../../../src/host/recording-host.ts';
import { Refused } from '../../../src/model/refusal.ts';

test('what a plan asks a second time is answered as the first time, without asking the host', async () => {
  const asked: string[] = [];
  const host = createMemoryHost({ entries: { '/etc/a': 'a' } });
  const { host: recorded } = createRecordingHost({
    ...host,
    async read(path) {
      asked.push(path);
      return host.read(path);
    },
    async observe(what) {
      asked.push(what.type);
      throw new Refused({ code: 'command-failed', args: { command: what.type, why: String(asked.length) } });
    },
  });
  for (const _ of ['as it is', 'as it will be']) {
    assert.deepEqual(await recorded.read('/etc/a'), await host.read('/etc/a'));
    assert.equal(await recorded.read('/etc/b'), null);
    await assert.rejects(recorded.observe({ type: 'processes' }), /3/);
  }
  assert.deepEqual(asked, ['/etc/a', '/etc/b', 'processes']);
});
