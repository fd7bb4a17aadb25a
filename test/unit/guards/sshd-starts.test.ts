import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFacts } from '../../../src/engine/read-facts.ts';
import { sshdStarts } from '../../../src/guards/sshd-starts.ts';
import { createMemoryHost, type WrittenHost } from '../../../src/host/memory-host.ts';
import type { Change } from '../../../src/model/change.ts';
import type { HostReader } from '../../../src/model/host.ts';

const MAIN = 'Include /etc/ssh/sshd_config.d/*.conf\nMatch User git\nInclude git.conf\n';
const OTHER = '/etc/ssh/sshd_config.d/60-other.conf';

/** A memory host has no programs: this one answers as sshd 10.0 does to a word that it does not know. */
function hostOf(files: WrittenHost['entries'], type: 'live' | 'image'): HostReader {
  const entries = { '/usr/sbin/sshd': '', '/etc/ssh/sshd_config': MAIN, ...files };
  return {
    ...createMemoryHost({ type, entries }),
    async checkCandidate(_tool, _args, candidate) {
      const lines = Buffer.from(candidate).toString().split('\n');
      const at = lines.findIndex((line) => line.startsWith('NoSuchWord'));
      const says = `/proc/self/fd/0: line ${at + 1}: Bad configuration option: NoSuchWord\r\n/proc/self/fd/0: terminating, 1 bad configuration options`;
      return { ok: at < 0, says };
    },
  };
}

async function guarded(
  before: WrittenHost['entries'],
  after: WrittenHost['entries'],
  { key = OTHER as string, effects = [] as Change['effects'], type = 'live' as 'live' | 'image' } = {},
) {
  const [now, planned] = [hostOf(before, type), hostOf(after, type)];
  const change: Change = {
    number: 1,
    kind: 'entry',
    key,
    before: null,
    after: null,
    undo: 'exact',
    parts: [],
    effects,
  };
  return sshdStarts({
    now: readFacts(now),
    planned: readFacts(planned),
    changes: [change],
    identity: now.identity,
    allow: [],
    today: '2026-01-02',
  });
}

const refusal = (path: string, line: number) => ({
  code: 'candidate-invalid',
  args: {
    path,
    validator: 'sshd',
    why: `${path} line ${line}: Bad configuration option: NoSuchWord`,
  },
});
const BAD = { [OTHER]: '# c\nPort 22\nNoSuchWord 1\n' };

test('what sshd does not take is refused by the file and the line that it comes from', async () => {
  assert.deepEqual(await guarded({}, BAD), [refusal(OTHER, 3)]);
  const inBlock = { '/etc/ssh/git.conf': 'X11Forwarding no\nNoSuchWord 1\n' };
  assert.deepEqual(await guarded({}, inBlock), [refusal('/etc/ssh/git.conf', 2)]);
  assert.deepEqual(await guarded({}, { [OTHER]: 'Port 22\n' }), []);
});

test('only a plan that touches sshd is answerable for it', async () => {
  const reload = { do: 'reload', unit: 'ssh.service' } as const;
  assert.deepEqual(await guarded(BAD, BAD, { key: '/etc/group' }), []);
  assert.deepEqual(await guarded(BAD, BAD, { key: '/srv/ssh.conf', effects: [reload] }), [refusal(OTHER, 3)]);
});

test('what is there already keeps a host from reloading, but an image may be of another version', async () => {
  assert.deepEqual(await guarded(BAD, BAD), [refusal(OTHER, 3)]);
  assert.deepEqual(await guarded(BAD, BAD, { type: 'image' }), []);
  assert.deepEqual(await guarded({}, BAD, { type: 'image' }), [refusal(OTHER, 3)]);
});
