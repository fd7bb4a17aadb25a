import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { runWithFault } from '../../faults/lab/run-with-fault.ts';
import { compareManifests } from '../lab/compare-manifests.ts';
import { DOCKER_ROOT } from '../lab/docker-root.ts';
import { builtHoldfast, type Holdfast } from '../lab/holdfast.ts';
import { type LossyDisk, lossyDisk } from '../lab/lossy-disk.ts';
import { type Manifest, manifest } from '../lab/manifest.ts';
import { showDifferences } from '../lab/show-differences.ts';
import { smallRoot } from '../lab/small-root.ts';
import { SYNC_CLASSES, type SyncClass, withoutSyncs } from '../lab/without-syncs.ts';

/** Power is lost right before a system call of a run, or when it has said that it is done. What was not synced is gone. */
const COMMANDS = { apply: ['apply', '--unattended'], rollback: ['rollback', '--last', '--yes'] } as const;
type Phase = keyof typeof COMMANDS;
interface Point {
  readonly phase: Phase;
  /** 0 to 1, of all calls; 1 is after the last. */
  readonly at: number;
  /** Who comes first afterwards. */
  readonly by: 'rescue' | 'recover';
}

/** What the boot unit does, here from outside. */
const RESCUE =
  'for script in $(find "$1/var/lib/holdfast" -name rescue.sh); do sh "$script" --boot --root "$1"; done';
const SEED = fc.readConfigureGlobal().seed ?? Date.now();
const POINTS: readonly Point[] = [
  ...fc.sample(
    fc.record({
      phase: fc.constantFrom<Phase>('apply', 'rollback'),
      at: fc.noBias(fc.nat(9999)).map((at) => at / 10_000),
      by: fc.constantFrom('rescue', 'recover'),
    }),
    { seed: SEED, numRuns: 30 },
  ),
  { phase: 'apply', at: 1, by: 'recover' },
  { phase: 'rollback', at: 1, by: 'recover' },
];

describe(`power loss, seed ${SEED}`, () => {
  let holdfast: Holdfast;
  let place: string;
  /** Before and after each phase, and how many calls it makes. */
  let states: readonly [before: Manifest, after: Manifest];
  const calls: Record<Phase, number> = { apply: 0, rollback: 0 };
  const imageOf = (phase: Phase) => join(place, phase);
  const look = ({ outside }: LossyDisk) => manifest(`${outside}/root`);

  function run(disk: LossyDisk, words: readonly string[], node: readonly string[] = [], at = 0) {
    const [program, bundle] = holdfast.command;
    const command = [...disk.enter, program, ...node, bundle, ...words, '--root', `${disk.inside}/root`];
    return runWithFault(command, at === 0 ? undefined : { at, what: 'kill-tree' });
  }

  before(async () => {
    holdfast = await builtHoldfast();
    place = mkdtempSync(join(tmpdir(), 'holdfast-power-'));
    await using disk = await lossyDisk();
    smallRoot(`${disk.outside}/root`, DOCKER_ROOT);
    disk.saveTo(imageOf('apply'));
    const first = look(disk);
    calls.apply = run(disk, COMMANDS.apply).calls.length;
    disk.saveTo(imageOf('rollback'));
    states = [first, look(disk)];
    calls.rollback = run(disk, COMMANDS.rollback).calls.length;
    assert.deepEqual(compareManifests(first, look(disk)), []);
    assert.ok(compareManifests(...states).length > 5);
  });
  after(() => {
    rmSync(place, { recursive: true });
    holdfast[Symbol.dispose]();
  });

  /** What is wrong once the host has been put right again; empty if it is before or after. */
  async function lossAt({ phase, at, by }: Point, node: readonly string[]): Promise<string> {
    await using disk = await lossyDisk(imageOf(phase));
    const number = Math.floor(at * calls[phase]) + 1;
    const { hit, status, stderr } = run(disk, COMMANDS[phase], node, number);
    assert.ok(hit !== null || status === 0, stderr);
    disk.losePower();
    if (by === 'rescue') {
      const [program = '', ...enter] = disk.enter;
      const rescued = spawnSync(program, [...enter, 'sh', '-euc', RESCUE, 'sh', `${disk.inside}/root`], {
        encoding: 'utf8',
      });
      if (rescued.status !== 0) return `rescue.sh: ${rescued.status} ${rescued.stdout}${rescued.stderr}`;
      const amiss = amissIn(disk, phase, hit === null);
      if (amiss !== '') return amiss;
    }
    const recovered = run(disk, ['recover']);
    if (recovered.status !== 0) return `recover: ${recovered.stderr}`;
    const amiss = amissIn(disk, phase, hit === null);
    if (amiss !== '') return amiss;
    const verified = run(disk, ['verify']);
    return verified.status === 0 ? '' : `verify: ${verified.stdout}`;
  }

  function amissIn(disk: LossyDisk, phase: Phase, isSaid: boolean): string {
    const [before, after] = states;
    const is = look(disk);
    const [from, to] = phase === 'apply' ? [before, after] : [after, before];
    const left = compareManifests(from, is);
    // What an apply makes has the time of that apply.
    const lost = compareManifests(to, is).filter(({ field }) => phase === 'rollback' || field !== 'mtime');
    if (lost.length === 0) return '';
    if (isSaid) return `said to be done, and lost: ${showDifferences(lost)}`;
    return left.length === 0 ? '' : `mixed: ${showDifferences(left)}`;
  }

  test('the host is before or after, and what was said to be done is done', async () => {
    for (const point of POINTS) assert.equal(await lossAt(point, []), '', JSON.stringify(point));
  });

  for (const [skipped, protects] of Object.entries(SYNC_CLASSES)) {
    test(`without a sync of ${protects} it is not`, async () => {
      const file = join(place, `${skipped}.cjs`);
      withoutSyncs(skipped as SyncClass, file);
      for (const point of POINTS.toReversed()) {
        if ((await lossAt(point, ['--require', file])) !== '') return;
      }
      assert.fail('nobody has noticed');
    });
  }
});
