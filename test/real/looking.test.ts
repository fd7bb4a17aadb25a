import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { MUTATING_CALLS } from '../faults/lab/mutating-calls.ts';
import { runWithFault } from '../faults/lab/run-with-fault.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { makeWrong } from './lab/make-wrong.ts';
import { manifest } from './lab/manifest.ts';
import { readReport } from './lab/read-report.ts';
import { showDifferences } from './lab/show-differences.ts';

/** Every mount of a namespace of its own read-only, also those over others; then the command. */
const READ_ONLY = `
  set -eu
  tac /proc/self/mountinfo | while read -r _ _ _ _ target _; do
    mount -o remount,bind,ro "$(printf '%b' "$target")"
  done
  for place in / /tmp /var/lib /run /dev/shm; do
    if touch "$place/holdfast-lab" 2> /dev/null; then echo "$place can be written" >&2; exit 99; fi
  done
  exec "$@"
`;
const readOnly = (command: readonly string[]) => {
  const args = ['--mount', '--propagation', 'private', '/bin/sh', '-c', READ_ONLY, 'sh', ...command];
  const { status, stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
};

describe('scan and plan', () => {
  let holdfast: Holdfast;
  let debian: FreshRoot;
  let place: string;
  let targets: readonly (readonly string[])[];
  before(async () => {
    holdfast = await builtHoldfast();
    debian = freshRoot();
    place = mkdtempSync(join(tmpdir(), 'holdfast-looking-'));
    makeWrong(debian.path);
    const snapshot = join(place, 'snapshot');
    const captured = holdfast.run('capture', snapshot, '--root', debian.path);
    assert.equal(captured.status, 0, captured.stderr);
    targets = [[], ['--root', debian.path], ['--snapshot', snapshot]];
  });
  after(() => {
    rmSync(place, { recursive: true });
    debian[Symbol.dispose]();
    holdfast[Symbol.dispose]();
  });
  const everyWay = () =>
    ['scan', 'plan'].flatMap((command) =>
      targets.flatMap((target) => ['text', 'json'].map((format) => [command, ...target, '--format', format])),
    );

  test(`make none of the ${MUTATING_CALLS.length} mutating calls, nor do the programs they start`, () => {
    const was = manifest(debian.path);
    for (const args of everyWay()) {
      const { status, calls, stdout, stderr } = runWithFault([...holdfast.command, ...args]);
      assert.ok(status === 0 || status === 2, `${args.join(' ')}: ${status}\n${stderr}`);
      assert.notEqual(stdout, '');
      assert.deepEqual(calls, [], args.join(' '));
    }
    assert.equal(showDifferences(compareManifests(was, manifest(debian.path))), '');
  });

  test('are seen by the same tracer as soon as they write', () => {
    const { calls } = runWithFault([...holdfast.command, 'plan', '--save', join(place, 'saved')]);
    assert.deepEqual([...new Set(calls.map(({ target }) => target))], [join(place, 'saved')]);
  });

  test('say the same where nothing can be written, and that nothing can be', () => {
    // Of the machine itself it is said that its kernel's settings cannot be set either, which is another answer.
    const quiet = everyWay().filter(
      (way) => way.includes('--snapshot') || (way[0] === 'scan' && way.includes('--root')),
    );
    for (const args of quiet) {
      assert.deepEqual(readOnly([...holdfast.command, ...args]), holdfast.run(...args), args.join(' '));
    }
    for (const target of targets.filter(([option]) => option === '--root')) {
      const args = ['plan', ...target, '--format', 'json'];
      const usual = readReport(holdfast.run(...args).stdout);
      const { status, stdout, stderr } = readOnly([...holdfast.command, ...args]);
      const found = readReport(stdout);
      const isWanted = usual.changes?.length !== 0;
      assert.deepEqual([status, stderr], [isWanted ? 3 : 0, '']);
      const codes = new Set(found.refusals?.map(({ code }) => code));
      assert.deepEqual([...codes], isWanted ? ['read-only-file-system'] : []);
      assert.deepEqual(found.changes, usual.changes);
    }
  });
});
