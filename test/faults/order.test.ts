import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { outOfOrder, type TracedRun } from './lab/order-of-writes.ts';
import { type CountedCall, runWithFault } from './lab/run-with-fault.ts';
import { rootStage, type Stage } from './lab/stage.ts';

/** The order in which a run reaches the disk, by the system calls it makes: what a loss of power may leave. */
const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
const PLAYBOOKS = ['accounts/docker-group-members', 'network/icmp-redirects'];

let stage: Stage;
let apply: TracedRun;
let rollback: TracedRun;

before(async () => {
  stage = await rootStage({
    'etc/group': { text: 'root:x:0:\ndocker:x:998:ci,deploy\n' },
    'etc/gshadow': { text: 'root:*::\ndocker:!::ci,deploy\n', mode: 0o640, gid: 42 },
    'etc/passwd': { text: 'root:x:0:0::/root:/bin/sh\nci:x:1000:1000::/home/ci:/bin/sh\n' },
    'usr/bin/dockerd': { text: '', mode: 0o755 },
    'var/lib': { mode: 0o755 },
  });
  apply = traced('000001', ['apply', '--unattended', ...PLAYBOOKS], ['etc/group', 'etc/gshadow']);
  rollback = traced('000002', ['rollback', '--last', '--yes'], []);
});
after(() => stage[Symbol.asyncDispose]());

function traced(run: string, command: readonly string[], existed: readonly string[]): TracedRun {
  const { calls, status, stderr } = runWithFault([process.execPath, MAIN, ...command, '--root', stage.root]);
  assert.equal(status, 0, stderr);
  const state = join(stage.root, 'var/lib/holdfast');
  const folder = join(state, 'runs', run);
  const lines = readFileSync(join(folder, 'journal.ndjson'), 'utf8').trimEnd().split('\n');
  const first = calls.findIndex(({ target }) => target === folder);
  assert.ok(first >= 0);
  return {
    // The state directory is made before there is a run.
    // The lock's file is no state: it may be lost, or stay, at any moment.
    calls: calls.slice(first).filter(({ target }) => !target.startsWith('/run/holdfast')),
    folder,
    kept: join(state, 'kept'),
    records: lines.map((line) => JSON.parse(line).record.type),
    existed: new Set(existed.map((name) => join(stage.root, name))),
  };
}

test('an apply and its rollback reach the disk in order', () => {
  assert.deepEqual(apply.records.slice(0, 3), ['begin', 'intent', 'done']);
  assert.equal(apply.records.filter((type) => type === 'intent').length, 4);
  assert.deepEqual(outOfOrder(apply), []);
  assert.deepEqual(outOfOrder(rollback), []);
});

describe('the judge sees', () => {
  const changed = (change: (calls: readonly CountedCall[]) => readonly CountedCall[]) =>
    outOfOrder({ ...apply, calls: change(apply.calls) });
  const isSync = ({ call }: CountedCall) => call === 'fsync' || call === 'fdatasync';

  test('every file and directory that is never synced', () => {
    const synced = new Set(apply.calls.filter(isSync).map(({ target }) => target));
    assert.ok(synced.size > 10, String(synced.size));
    for (const target of synced) {
      const found = changed((calls) => calls.filter((call) => call.target !== target || !isSync(call)));
      assert.notDeepEqual(found, [], target);
    }
  });

  test('a record that is said too early', () => {
    const renamed = apply.calls.findIndex(({ target }) => target.endsWith('/etc/group'));
    const said = apply.calls.slice(renamed).filter(({ target }) => target.startsWith(apply.folder));
    const done = said.slice(0, 6);
    const found = changed((calls) => [
      ...calls.slice(0, renamed),
      ...done,
      ...calls.slice(renamed).filter((call) => !done.includes(call)),
    ]);
    assert.match(found.join('\n'), /done is said before it is done/);
  });

  test('a change without its intent', () => {
    const intent = apply.calls.filter(({ target }) => target.startsWith(apply.folder)).slice(-12, -6);
    assert.notDeepEqual(
      changed((calls) => calls.filter((call) => !intent.includes(call))),
      [],
    );
  });

  test('a head that hears first', () => {
    const isHead = ({ target }: CountedCall) => target === `${apply.folder}/head`;
    const found = changed((calls) => [...calls].sort((a, b) => Number(isHead(b)) - Number(isHead(a))));
    assert.match(found.join('\n'), /a record that is not written/);
  });

  test('an old file without a second name', () => {
    const found = changed((calls) => calls.filter(({ call }) => call !== 'link'));
    assert.match(found.join('\n'), /has no second name/);
  });
});
