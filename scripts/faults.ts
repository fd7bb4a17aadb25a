import { shutDown } from '../test/faults/lab/booted-stage.ts';
import { everyPoint, type Sweep } from '../test/faults/lab/every-point.ts';
import { faultCases } from '../test/faults/lab/fault-case.ts';
import { type Fault, runWithFault } from '../test/faults/lab/run-with-fault.ts';
import type { Scenario } from '../test/faults/lab/scenario.ts';
import { buildTool } from '../test/faults/lab/tool.ts';
import { STORIES } from '../test/faults/scenarios/stories.ts';

/**
 * `npm run faults`: every fault at every call of every scenario, and at every call of settling what a first kill
 * left. Hours; `--only PATTERN` takes the rows whose name fits a regular expression, to go on after a stop, `--stride N`
 * takes every N-th point. Prints a row for each sweep, and every point that is not as it must be.
 */
const KILLS: readonly Fault[] = ['kill-tree', 'kill-first'];
const FAILURES: readonly Fault[] = [
  'error=ENOSPC',
  'errors=ENOSPC',
  'error=EIO',
  'errors=EIO',
  'error=EROFS',
  'errors=EROFS',
  'short',
  'shorts',
];
/** Where the first of two kills comes, as shares of all calls: before the run is prepared there is nothing to settle. */
const FIRST_KILLS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.97];
const SECOND_FAULTS: readonly Fault[] = ['kill-tree', 'error=EIO', 'errors=ENOSPC'];

interface Row {
  readonly name: string;
  readonly sweep: Sweep;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const only = new RegExp(option('--only') ?? '');
const stride = Number(option('--stride') ?? '1');
const tool = await buildTool();
const totals = { points: 0, mixed: 0, troubles: 0 };

async function sweepRow({ name, sweep }: Row): Promise<void> {
  const counts = { points: 0, before: 0, after: 0, mixed: 0, troubles: 0 };
  const amiss = (what: string) => {
    counts.troubles += 1;
    console.log(`! ${name}${what}`);
  };
  try {
    for await (const { at, hit, status, settled, trouble } of everyPoint({ ...sweep, stride })) {
      counts.points += 1;
      counts[settled] += 1;
      const where = `point ${at} (${hit.program} ${hit.call} ${hit.target}), status ${status}`;
      if (trouble !== null) amiss(`, ${where}: ${trouble}`);
    }
  } catch (error) {
    amiss(`: ${error}`);
  }
  const { points, before, after, mixed, troubles } = counts;
  totals.points += points;
  totals.mixed += mixed;
  totals.troubles += troubles;
  const words = [
    `${points} points`,
    `${before} before`,
    `${after} after`,
    `${mixed} mixed`,
    `${troubles} amiss`,
  ];
  console.log(`${name}: ${words.join(', ')}`);
}

async function callsOf(scenario: Scenario): Promise<number> {
  await using stage = await scenario.setUp();
  return runWithFault([...stage.enter, ...scenario.command(stage)]).calls.length;
}

for (const { scenario, settlings } of STORIES.flatMap((story) => faultCases(tool, story))) {
  for (const [i, settling] of settlings.entries()) {
    // All that fails and goes on is the tool's own to undo, so one way of settling what it could not is enough.
    for (const what of i === 0 ? [...KILLS, ...FAILURES] : KILLS) {
      const name = `${scenario.name} | ${what} | ${settling.name}`;
      if (only.test(name)) await sweepRow({ name, sweep: { scenario, what, settling } });
    }
    for (const share of FIRST_KILLS) {
      for (const what of SECOND_FAULTS) {
        const name = `${scenario.name} | killed at ${share * 100}%, then ${what} | ${settling.name}`;
        if (!only.test(name)) continue;
        const killedAt = Math.round((await callsOf(scenario)) * share);
        await sweepRow({ name, sweep: { scenario, what, settling, killedAt } });
      }
    }
  }
}
await shutDown();
const { points, mixed, troubles } = totals;
console.log(`In all ${points} points, ${mixed} mixed, ${troubles} amiss.`);
process.exitCode = mixed + troubles > 0 ? 1 : 0;
