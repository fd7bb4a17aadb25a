import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before as beforeAll, beforeEach, describe, test } from 'node:test';
import fc from 'fast-check';
import { killAt } from '../faults/lab/kill-at.ts';
import { compareManifests, type Difference } from '../real/lab/compare-manifests.ts';
import { type LabTools, labTools } from '../real/lab/lab-tools.ts';
import type { Manifest } from '../real/lab/manifest.ts';
import { runTool } from '../real/lab/run-tool.ts';
import { showDifferences } from '../real/lab/show-differences.ts';
import { type VirtualMachine, virtualMachine } from '../real/lab/virtual-machine.ts';
import { SYNC_CLASSES, type SyncClass, withoutSyncs } from '../real/lab/without-syncs.ts';
import { wrongHost } from '../real/lab/wrong-host.ts';

/**
 * A run is stopped right before one of its system calls, or has just said that it is done; then QEMU is killed, and
 * the machine boots again. Nobody logs in: what is looked at is what the boot unit has left.
 */
const COMMANDS = { apply: ['apply', '--unattended'], rollback: ['rollback', '--last', '--yes'] } as const;
type Phase = keyof typeof COMMANDS;
/** Where all changes are made. */
const CONFIGURATION = '/etc';
interface Point {
  readonly phase: Phase;
  /** 0 to 1, of all calls; 1 is after the last. */
  readonly at: number;
}

const CLASSES = Object.keys(SYNC_CLASSES) as SyncClass[];
const SEED = fc.readConfigureGlobal().seed ?? Date.now();
/** Those of one phase together: each ends where the next one begins. The ends first, where most can be lost. */
const POINTS: readonly Point[] = (['apply', 'rollback'] as const).flatMap((phase, i) => [
  { phase, at: 1 },
  ...fc
    .sample(fc.noBias(fc.nat(9999)), { seed: SEED + i, numRuns: 15 })
    .map((at) => ({ phase, at: at / 10_000 })),
]);

/** Nothing reaches the disk because of something else, or because it is time: who does not sync has nothing there. */
const LAZY =
  'mount -o remount,commit=600,noauto_da_alloc / && echo 0 > /proc/sys/vm/dirty_writeback_centisecs && exec "$@"';

describe(`power cuts, seed ${SEED}`, () => {
  let tools: LabTools;
  let machine: VirtualMachine;
  let before: Manifest;
  let applied: Manifest;
  const calls: Record<Phase, number> = { apply: 0, rollback: 0 };
  const saved = () => join(machine.image.place, 'saved');

  beforeAll(async () => {
    tools = await labTools();
    copyFileSync(killAt(), join(tools.path, 'kill-at'));
    for (const skipped of CLASSES) withoutSyncs(skipped, join(tools.path, `${skipped}.cjs`));
    machine = await virtualMachine(wrongHost('bookworm'), tools.path);
    // The first boot of all writes a few files of its own.
    before = await lookAfterBoot();
    calls.apply = (await traced('apply')).calls;
    applied = await lookAfterBoot();
    calls.rollback = (await traced('rollback')).calls;
    await machine.run('sync');
    await machine.powerLoss();
    runTool('cp', ['--sparse=always', machine.image.root, saved()]);
  });
  beforeEach(async () => {
    await machine.powerLoss();
    runTool('cp', ['--sparse=always', saved(), machine.image.root]);
    await machine.start();
  });
  after(async () => {
    await machine[Symbol.asyncDispose]();
    tools[Symbol.dispose]();
  });

  test('the host is before or after, and what was said to be done is done', async () => {
    assert.equal(await firstLoss([]), '');
  });
  for (const skipped of CLASSES) {
    test(`without a sync of ${SYNC_CLASSES[skipped]} it is not`, async () => {
      assert.notEqual(await firstLoss(['--require', `/opt/lab/${skipped}.cjs`]), '');
    });
  }

  /** Goes through the points to the first at which something is wrong, and says what; empty if nothing is. */
  async function firstLoss(node: readonly string[]): Promise<string> {
    let isApplied = false;
    for (const point of POINTS) {
      const { phase } = point;
      if (isApplied !== (phase === 'rollback')) {
        const refusal = await holdfast(...COMMANDS[isApplied ? 'rollback' : 'apply']);
        if (refusal !== '') return `before ${phase}: ${refusal}`;
        if (!isApplied) applied = await lookAfterBoot();
      }
      const number = Math.floor(point.at * calls[phase]) + 1;
      const { hit } = await traced(phase, node, [String(number), 'kill-tree']);
      await machine.powerLoss();
      await machine.start();
      const where = `${phase} ${number} of ${calls[phase]}: ${hit ?? 'done'}`;
      const found = await machine.look(CONFIGURATION);
      const trouble =
        amissIn(phase, found, hit === null) || (await holdfast('recover')) || (await holdfast('verify'));
      if (trouble !== '') return `${where}: ${trouble}`;

      // Somebody has logged in: a run whose changes were all made, and that had not said so, is undone now.
      let settled = await machine.look(CONFIGURATION);
      isApplied = differences(before, settled, isCompiled) !== '';
      // Applied once more: the rules were not there at boot, and came one by one.
      if (phase === 'rollback' && isApplied && differences(applied, found, isOwn) !== '') {
        settled = await lookAfterBoot();
      }
      const amiss = isApplied ? differences(phase === 'apply' ? found : applied, settled) : '';
      if (amiss !== '') return `${where}: after recovery: ${amiss}`;
      if (isApplied) applied = settled;
      // It takes long enough to want to know how far it is.
      process.stderr.write(`${where}: ${isApplied ? 'applied' : 'not applied'}\n`);
    }
    return '';
  }

  /** Rules of audit come in another order at boot than one by one. */
  async function lookAfterBoot(): Promise<Manifest> {
    await machine.reboot();
    return await machine.look(CONFIGURATION);
  }

  /** What the boot alone has left. */
  function amissIn(phase: Phase, found: Manifest, isSaid: boolean): string {
    const [from, to] = phase === 'apply' ? [before, applied] : [applied, before];
    const left = differences(from, found, isOwn);
    const isFine = (difference: Difference) => isOwn(difference) || (phase === 'apply' && isTime(difference));
    const lost = differences(to, found, isFine);
    if (lost === '') return '';
    if (isSaid) return `said to be done, and lost: ${lost}`;
    return left === '' ? '' : `mixed: ${left}`;
  }

  async function holdfast(...words: readonly string[]): Promise<string> {
    const ran = await machine.run('/opt/lab/node', '/opt/lab/holdfast.cjs', ...words);
    return ran.status === 0 ? '' : `${words.join(' ')}: ${ran.status} ${ran.stdout}${ran.stderr}`;
  }

  /** Runs a command to its end, or up to one of its calls; the call that it was not allowed to make. */
  async function traced(
    phase: Phase,
    node: readonly string[] = [],
    at: readonly string[] = [],
  ): Promise<{ readonly hit: string | null; readonly calls: number }> {
    // With one thread for file system calls their order is the program's own.
    const kill = ['env', 'UV_THREADPOOL_SIZE=1', '/opt/lab/kill-at', '/run/kill-at', ...at, '--'];
    const command = ['/opt/lab/node', ...node, '/opt/lab/holdfast.cjs', ...COMMANDS[phase]];
    const lazily = at.length === 0 ? [] : ['/bin/sh', '-euc', LAZY, 'sh'];
    const ran = await machine.run(...lazily, ...kill, ...command);
    assert.equal(ran.status, 0, ran.stderr);
    const report = await machine.run('tail', '--lines=2', '/run/kill-at');
    const [last = '', end = ''] = report.stdout.trimEnd().split('\n');
    const { fired, counted, status }: { fired: boolean; counted: number; status: number } = JSON.parse(end);
    assert.ok(fired || status === 0, ran.stderr);
    const { call, target }: { call: string; target: string } = JSON.parse(last);
    return { hit: fired ? `${call} ${target}` : null, calls: counted };
  }
});

function differences(was: Manifest, is: Manifest, isFine: (d: Difference) => boolean = () => false): string {
  return showDifferences(compareManifests(was, is).filter((difference) => !isFine(difference)));
}

/** The unit is inert without its link, and taken away by the next command. */
function isOwn({ path, field }: Difference): boolean {
  if (path.startsWith('/etc/systemd/system/') || path === '/etc/systemd/system')
    return field === 'mtime' || path.includes('holdfast-rescue');
  return path === 'live' && field.includes('holdfast-rescue');
}

/** What an apply makes has the time of that apply. */
function isTime({ field }: Difference): boolean {
  return field === 'mtime';
}

/** augenrules(8) made it at boot, of rules that are gone now; it does so again at the next one. */
function isCompiled({ path }: Difference): boolean {
  return path === '/etc/audit/audit.rules';
}
