import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { loadRuns } from '../../src/engine/load-runs.ts';
import { createStateDir, openStateDir } from '../../src/host/state-dir.ts';
import type { Path } from '../../src/model/path.ts';
import { type RefusalCode, Refused } from '../../src/model/refusal.ts';
import { runTool } from './lab/run-tool.ts';

const STATE: Path = '/var/lib/holdfast';
let root: Path;
let state: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'holdfast-state-')) as Path;
  state = join(root, STATE);
});
afterEach(() => {
  rmSync(root, { recursive: true });
});
const refusedAs = (code: RefusalCode) => (error: unknown) =>
  error instanceof Refused && error.refusal.code === code;
const place = () => ({ root, path: STATE });

test('a state directory whose making was cut short has no runs, and is made whole by the next writer', () => {
  mkdirSync(join(root, 'var/lib'), { recursive: true });
  mkdirSync(state, { mode: 0o700 });
  assert.deepEqual(openStateDir(place())?.runs(), []);
  assert.deepEqual(createStateDir(place()).newRun().id, '000001');
  assert.deepEqual(openStateDir(place())?.runs(), ['000001']);
});

test('what is no directory in the place of one is refused', () => {
  mkdirSync(join(root, 'var/lib'), { recursive: true });
  writeFileSync(state, '');
  assert.throws(() => openStateDir(place()), refusedAs('not-a-directory'));
  assert.throws(() => createStateDir(place()), refusedAs('not-a-directory'));
  rmSync(state);
  mkdirSync(state, { mode: 0o700 });
  const runs = join(state, 'runs');
  for (const make of [
    () => writeFileSync(runs, ''),
    () => symlinkSync('/etc', runs),
    () => runTool('mkfifo', [runs]),
  ]) {
    make();
    assert.throws(() => openStateDir(place())?.runs(), refusedAs('unsafe-state-dir'));
    assert.throws(() => createStateDir(place()).newRun(), refusedAs('unsafe-state-dir'));
    rmSync(runs);
  }
});

test('a run that is no folder, or whose files are no files, is damaged and hides no other', () => {
  const stateDir = createStateDir(place());
  const WRONG: readonly ((path: string) => void)[] = [
    (path) => mkdirSync(path),
    (path) => symlinkSync('/etc/passwd', path),
    (path) => symlinkSync('loop', path),
    (path) => runTool('mkfifo', [path]),
  ];
  writeFileSync(join(state, 'runs/000001'), '');
  symlinkSync('/etc', join(state, 'runs/000002'));
  for (const [i, wrong] of WRONG.entries()) {
    const { path } = stateDir.newRun();
    assert.ok(path.endsWith(`00000${i + 3}`));
    wrong(join(path, 'journal.ndjson'));
    wrong(join(path, 'head'));
    assert.throws(() => stateDir.run(`00000${i + 3}`).read('head'), refusedAs('journal-damaged'));
  }
  const { runs, refusals } = loadRuns(stateDir);
  assert.deepEqual(runs, []);
  assert.deepEqual(
    refusals.map(({ code }) => code),
    Array(2 + WRONG.length).fill('journal-damaged'),
  );
});
