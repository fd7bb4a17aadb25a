import { spawnSync } from 'node:child_process';
import { compareManifests, type Difference } from '../../real/lab/compare-manifests.ts';
import type { Manifest } from '../../real/lab/manifest.ts';
import { showDifferences } from '../../real/lab/show-differences.ts';
import { type CountedCall, type Fault, runWithFault } from './run-with-fault.ts';
import type { Command, Position, Scenario, Settling } from './scenario.ts';
import type { Stage } from './stage.ts';

/** One fault at one call, and what came of it. */
export interface Point {
  readonly at: number;
  readonly hit: CountedCall;
  /** Status of the faulty command; null when it was killed. */
  readonly status: number | null;
  /** Where the faulty command left the host. */
  readonly left: Position;
  /** Where settling brought it. */
  readonly settled: Position;
  /** What went wrong, null when all is well: a mixed host, or a command that failed to settle or to tell the truth. */
  readonly trouble: string | null;
}

export interface Sweep {
  readonly scenario: Scenario;
  readonly what: Fault;
  readonly settling: Settling;
  /**
   * Two interruptions: the scenario's command is killed at this call, and it is the first command of
   * settling that meets the fault.
   */
  readonly killedAt?: number;
  /** For a sample: every n-th point only, the n-th first. */
  readonly stride?: number;
  /** Only calls that fit, as `mkdir /etc/.holdfast`, and the one after each. */
  readonly near?: RegExp;
}

const EVERYWHERE: readonly Position[] = ['before', 'after', 'mixed'];

/** Every point at which the fault can hit, 1, 2, 3 … until it no longer does. */
export async function* everyPoint(sweep: Sweep): AsyncGenerator<Point> {
  const end = ENDS.get(sweep.scenario) ?? (await endOf(sweep.scenario));
  ENDS.set(sweep.scenario, end);
  const stride = sweep.stride ?? 1;
  const near = sweep.near === undefined ? null : await pointsNear(sweep, sweep.near);
  for (let at = stride; ; at += stride) {
    if (near !== null && !near.has(at)) {
      if (at > Math.max(...near)) return;
      continue;
    }
    const point = await pointAt(sweep, at, end);
    if (point === null) return;
    yield point;
  }
}

/** How the host looks when the command has run undisturbed, and which fields (times only) nobody can foretell. */
interface End {
  readonly after: Manifest;
  readonly unsteady: ReadonlySet<string>;
}

/** Found once for all the sweeps of a scenario. */
const ENDS = new WeakMap<Scenario, End>();

async function endOf(scenario: Scenario): Promise<End> {
  const twins: Manifest[] = [];
  for (let i = 0; i < 2; i++) {
    await using stage = await scenario.setUp();
    run(stage, scenario.command(stage));
    twins.push(stage.look());
  }
  const [after = new Map(), twin = new Map()] = twins;
  const differences = compareManifests(after, twin);
  const unforeseen = differences.filter(({ field }) => field !== 'mtime');
  if (unforeseen.length > 0) throw new Error(`two equal runs differ:\n${showDifferences(unforeseen)}`);
  return { after, unsteady: new Set(differences.map(nameOf)) };
}

async function pointsNear(sweep: Sweep, near: RegExp): Promise<ReadonlySet<number>> {
  await using stage = await sweep.scenario.setUp();
  const { calls } = runWithFault([...stage.enter, ...faultyCommand(sweep, stage)]);
  const found = calls.filter(({ call, target }) => near.test(`${call} ${target}`));
  return new Set(found.flatMap(({ number }) => [number, number + 1]));
}

/** The command that is to meet the fault, the first of two kills behind it. */
function faultyCommand({ scenario, settling, killedAt }: Sweep, stage: Stage): Command {
  const command = scenario.command(stage);
  if (killedAt === undefined) return command;
  runWithFault([...stage.enter, ...command], { at: killedAt, what: 'kill-tree' });
  settling.meanwhile?.(stage);
  const [first] = settling.commands(stage);
  if (first === undefined) throw new Error(`${settling.name} has no command that could meet a fault`);
  return first;
}

async function pointAt(sweep: Sweep, at: number, end: End): Promise<Point | null> {
  const { scenario, settling, what, killedAt } = sweep;
  await using stage = await scenario.setUp();
  const before = stage.look();
  const faulty = faultyCommand(sweep, stage);
  const { hit, status, stderr } = runWithFault([...stage.enter, ...faulty], { at, what });
  if (hit === null && status === 0) return null;
  // A command that ends early, for whatever other reason, would otherwise pass for one with few calls.
  if (hit === null) throw new Error(`${faulty.join(' ')}: ${status} without a fault\n${stderr}`);
  const left = position(stage, before, end);
  const failed = settle(stage, settling);
  const settled = position(stage, before, end);
  const said = status === null || killedAt !== undefined ? EVERYWHERE : promised(scenario, status);
  const trouble = [
    failed,
    settled.is === 'mixed' ? `mixed:\n${settled.why}` : null,
    said.includes(left.is)
      ? null
      : `ended with ${status} and left the host ${left.is}:\n${left.why}${stderr}`,
  ].filter((text) => text !== null);
  const all = trouble.length === 0 ? null : trouble.join('\n');
  return { at, hit, status, left: left.is, settled: settled.is, trouble: all };
}

function promised(scenario: Scenario, status: number): readonly Position[] {
  return status === 0 ? ['after'] : (scenario.promises?.(status) ?? EVERYWHERE);
}

/** Null when every command did its part. */
function settle(stage: Stage, settling: Settling): string | null {
  try {
    settling.meanwhile?.(stage);
    for (const command of settling.commands(stage)) run(stage, command);
    return null;
  } catch (error) {
    return String(error);
  }
}

function run(stage: Stage, command: Command): void {
  const [program = '', ...args] = [...stage.enter, ...command];
  const ran = spawnSync(program, args, { encoding: 'utf8', cwd: '/', maxBuffer: 1 << 28 });
  if (ran.error !== undefined) throw ran.error;
  if (ran.status !== 0)
    throw new Error(`${command.join(' ')}: ${ran.status ?? ran.signal}\n${ran.stdout}${ran.stderr}`);
}

function position(stage: Stage, before: Manifest, end: End): { is: Position; why: string } {
  const now = stage.look();
  const fromBefore = compareManifests(before, now);
  if (fromBefore.length === 0) return { is: 'before', why: '' };
  const fromAfter = compareManifests(end.after, now).filter((found) => !end.unsteady.has(nameOf(found)));
  if (fromAfter.length === 0) return { is: 'after', why: '' };
  const why = `from before:\n${showDifferences(fromBefore)}\nfrom after:\n${showDifferences(fromAfter)}\n`;
  return { is: 'mixed', why };
}

function nameOf(difference: Difference): string {
  return `${difference.path} ${difference.field}`;
}
