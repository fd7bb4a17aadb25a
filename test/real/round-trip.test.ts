import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { runWithFault } from '../faults/lab/run-with-fault.ts';
import { compareManifests } from './lab/compare-manifests.ts';
import { type FreshRoot, freshRoot } from './lab/fresh-root.ts';
import { builtHoldfast, type Holdfast } from './lab/holdfast.ts';
import { MADE_WRONG } from './lab/made-wrong.ts';
import { makeWrong } from './lab/make-wrong.ts';
import { type Manifest, manifest } from './lab/manifest.ts';
import { showDifferences } from './lab/show-differences.ts';

const same = (was: Manifest, is: Manifest) => assert.equal(showDifferences(compareManifests(was, is)), '');

describe('on a Debian root, there and back', () => {
  let holdfast: Holdfast;
  let debian: FreshRoot;
  let place: string;
  let wrong: Manifest;
  before(async () => {
    holdfast = await builtHoldfast();
    debian = freshRoot();
    place = mkdtempSync(join(tmpdir(), 'holdfast-round-trip-'));
    makeWrong(debian.path);
    wrong = manifest(debian.path);
  });
  after(() => {
    rmSync(place, { recursive: true });
    debian[Symbol.dispose]();
    holdfast[Symbol.dispose]();
  });

  const report = (status: number, ...args: string[]) =>
    holdfast.report(status, ...args, '--root', debian.path);
  const applied = () => {
    const { run, changes = [] } = report(0, 'apply', ...MADE_WRONG, '--unattended');
    assert.deepEqual(
      [...new Set(changes.flatMap(({ parts }) => parts.map(({ playbook }) => playbook)))].sort(),
      MADE_WRONG,
    );
    return { run: run ?? '', changes };
  };

  test('by run: nothing is left, and a second apply writes nothing', () => {
    const scanned = report(2, 'scan', ...MADE_WRONG).requirements ?? [];
    for (const id of MADE_WRONG) {
      assert.ok(
        scanned.some(({ playbook, verdict }) => playbook === id && verdict === 'unmet'),
        id,
      );
    }
    const saved = join(place, 'plan.json');
    const planned = report(2, 'plan', ...MADE_WRONG, '--save', saved);
    same(wrong, manifest(debian.path));

    const run = report(0, 'apply', '--unattended', '--plan', saved);
    assert.equal(run.status, 'applied');
    assert.deepEqual(
      run.changes?.map(({ kind, key }) => `${kind} ${key}`),
      planned.changes?.map(({ kind, key }) => `${kind} ${key}`),
    );
    const right = manifest(debian.path);
    const touched = planned.changes?.flatMap(({ key }) => [key, key.replace(/\/[^/]*$/, '')]) ?? [];
    assert.deepEqual(
      [...new Set(compareManifests(wrong, right).map(({ path }) => path))].filter(
        // The unit for the first boot of what is an image here.
        (path) => !touched.includes(path) && !path.startsWith('/usr/local/lib/systemd'),
      ),
      [],
    );

    const state = manifest(debian.path, '/var/lib/holdfast');
    assert.deepEqual(report(0, 'plan', ...MADE_WRONG).changes, []);
    const again = runWithFault([
      ...holdfast.command,
      'apply',
      ...MADE_WRONG,
      '--unattended',
      '--root',
      debian.path,
    ]);
    assert.equal(again.status, 0, again.stderr);
    assert.deepEqual(again.calls, []);
    same(right, manifest(debian.path));
    same(state, manifest(debian.path, '/var/lib/holdfast'));
    report(0, 'scan', ...MADE_WRONG);
    report(0, 'verify');

    assert.equal(report(0, 'rollback', '--last', '--yes').status, 'applied');
    same(wrong, manifest(debian.path));
    report(0, 'verify');
    report(0, 'history');
    assert.deepEqual(report(2, 'scan', ...MADE_WRONG).requirements, scanned);
  });

  test('playbook by playbook', () => {
    const { run } = applied();
    for (const id of MADE_WRONG) {
      report(0, 'rollback', run, '--playbook', id, '--yes');
      report(0, 'verify');
    }
    same(wrong, manifest(debian.path));
  });

  test('change by change, backwards', () => {
    const { run, changes } = applied();
    for (const { number } of [...changes].reverse()) {
      report(0, 'rollback', run, '--change', String(number), '--yes');
      report(0, 'verify');
    }
    same(wrong, manifest(debian.path));
  });

  test('a rollback of a rollback, and of that', () => {
    const { run } = applied();
    const right = manifest(debian.path);
    const back = report(0, 'rollback', run, '--yes').run ?? '';
    same(wrong, manifest(debian.path));
    const forth = report(0, 'rollback', back, '--yes').run ?? '';
    same(right, manifest(debian.path));
    report(0, 'rollback', forth, '--yes');
    same(wrong, manifest(debian.path));
  });
});
