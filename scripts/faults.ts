import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shutDown } from '../test/faults/lab/booted-stage.ts';
import { everyPoint, type Sweep } from '../test/faults/lab/every-point.ts';
import { faultCases } from '../test/faults/lab/fault-case.ts';
import { type FaultRow, faultPage } from '../test/faults/lab/fault-page.ts';
import { readFaultPage } from '../test/faults/lab/read-fault-page.ts';
import { type Fault, runWithFault } from '../test/faults/lab/run-with-fault.ts';
import type { Scenario } from '../test/faults/lab/scenario.ts';
import { buildTool } from '../test/faults/lab/tool.ts';
import { STORIES } from '../test/faults/scenarios/stories.ts';

/**
 * `npm run faults`: every fault at every call of every scenario, and a second kill at every call of settling what a
 * first one left. Writes docs/faults.md row by row, and every point that is not as it must be to its output. Many hours:
 * `--only PATTERN` takes the rows whose `scenario | fault | settling` fits a regular expression, `--missing` those that
 * the page does not show as sound yet, to go on after a stop. `--stride N` takes every N-th point, which the page does not count.
 */
const PAGE = join(import.meta.dirname, '../docs/faults.md');
const KILL: Fault = 'kill-tree';
const OTHERS: readonly Fault[] = [
  'kill-first',
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
const FIRST_KILLS = [0.6, 0.97];

type Name = Pick<FaultRow, 'scenario' | 'fault' | 'settling'>;
interface Row {
  readonly name: Name;
  sweep(): Promise<Sweep>;
}

function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

const only = new RegExp(option('--only') ?? '');
const stride = Number(option('--stride') ?? '1');
const commit = execFileSync('git', ['rev-parse', '--short=7', 'HEAD'], { encoding: 'utf8' }).trim();
const tool = await buildTool();
const rows = STORIES.flatMap((story) => faultCases(tool, story)).flatMap(({ scenario, settlings }) =>
  settlings.flatMap((settling, i): readonly Row[] => [
    // All that fails and goes on is the tool's own to undo, so one way of settling what it could not is enough.
    ...(i === 0 ? [KILL, ...OTHERS] : [KILL]).map((what) => ({
      name: { scenario: scenario.name, fault: what, settling: settling.name },
      sweep: async () => ({ scenario, what, settling, stride }),
    })),
    ...FIRST_KILLS.map((share) => ({
      name: {
        scenario: scenario.name,
        fault: `killed at ${share * 100}%, then ${KILL}`,
        settling: settling.name,
      },
      sweep: async () => {
        const killedAt = Math.round((await callsOf(scenario)) * share);
        return { scenario, what: KILL, settling, stride, killedAt };
      },
    })),
  ]),
);

async function callsOf(scenario: Scenario): Promise<number> {
  await using stage = await scenario.setUp();
  return runWithFault([...stage.enter, ...scenario.command(stage)]).calls.length;
}

async function take({ name, sweep }: Row): Promise<FaultRow> {
  let [points, troubles] = [0, 0];
  const found = { before: 0, after: 0, mixed: 0 };
  const amiss = (what: string) => {
    troubles += 1;
    console.log(`! ${inWords(name)}${what}`);
  };
  try {
    for await (const { at, hit, status, settled, trouble } of everyPoint(await sweep())) {
      points += 1;
      found[settled] += 1;
      const where = `point ${at} (${hit.program} ${hit.call} ${hit.target}), status ${status}`;
      if (trouble !== null) amiss(`, ${where}: ${trouble}`);
    }
  } catch (error) {
    amiss(`: ${error}`);
  }
  const { before, after, mixed } = found;
  console.log(
    `${inWords(name)}: ${points} points, ${before} before, ${after} after, ${mixed} mixed, ${troubles} amiss`,
  );
  return { ...name, counts: [points, before, after, mixed, troubles], commit };
}

const inWords = ({ scenario, fault, settling }: Name) => `${scenario} | ${fault} | ${settling}`;
const onPage = (): readonly FaultRow[] => (existsSync(PAGE) ? readFaultPage(readFileSync(PAGE, 'utf8')) : []);

/** Read anew each time: another process may take other rows meanwhile. */
function record(taken: FaultRow): void {
  const known = new Map([...onPage(), taken].map((row) => [inWords(row), row]));
  const inOrder = rows.flatMap(({ name }) => known.get(inWords(name)) ?? []);
  writeFileSync(PAGE, faultPage(inOrder, rows.length - inOrder.length));
}

const isSound = ({ counts: [, , , mixed, troubles] }: FaultRow) => mixed + troubles === 0;
const isDone = new Set(process.argv.includes('--missing') ? onPage().filter(isSound).map(inWords) : []);
let amiss = 0;
for (const row of rows) {
  const name = inWords(row.name);
  if (!only.test(name) || isDone.has(name)) continue;
  const taken = await take(row);
  if (stride === 1) record(taken);
  amiss += taken.counts[3] + taken.counts[4];
}
await shutDown();
process.exitCode = amiss > 0 ? 1 : 0;
