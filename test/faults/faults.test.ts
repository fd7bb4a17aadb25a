import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compareManifests } from '../real/lab/compare-manifests.ts';
import { runTool } from '../real/lab/run-tool.ts';
import { everyPoint, type Point } from './lab/every-point.ts';
import { type FaultCase, faultCases } from './lab/fault-case.ts';
import { type Fault, runWithFault } from './lab/run-with-fault.ts';
import { rootStage, type Stage } from './lab/stage.ts';
import { buildTool } from './lab/tool.ts';
import { STORIES } from './scenarios/stories.ts';

/** A sample of `npm run faults`: every scenario, every way of settling, a few points of each. */
interface Sample {
  readonly scenario: string;
  readonly what: Fault;
  readonly settling: string;
  /** The first of two kills. */
  readonly killedAt?: number;
  readonly stride?: number;
  /** The place for old inodes comes and goes, where /etc is a mount of its own. */
  readonly near?: RegExp;
}

const SAMPLES: readonly Sample[] = [
  { scenario: 'create: apply', what: 'kill-tree', settling: 'rescue.sh', stride: 17 },
  { scenario: 'create: rollback', what: 'errors=EIO', settling: 'recover', stride: 20 },
  { scenario: 'replace: apply', what: 'errors=ENOSPC', settling: 'recover', stride: 17 },
  { scenario: 'replace: rollback', what: 'kill-tree', settling: 'recover', stride: 19 },
  { scenario: 'delete: apply', what: 'kill-tree', settling: 'recover', stride: 23 },
  { scenario: 'chmod only: apply', what: 'kill-tree', settling: 'rescue.sh', stride: 16 },
  { scenario: 'link: rollback', what: 'kill-tree', settling: 'rescue.sh', stride: 15 },
  { scenario: 'many files: apply', what: 'kill-tree', settling: 'recover', stride: 73 },
  { scenario: 'create: apply', what: 'kill-tree', settling: 'recover', killedAt: 110, stride: 15 },
  { scenario: 'unit: apply', what: 'error=EROFS', settling: 'recover', stride: 29 },
  { scenario: 'two playbooks in one file: rollback', what: 'kill-tree', settling: 'recover', stride: 14 },
  { scenario: 'drift: rollback --on-drift merge', what: 'kill-tree', settling: 'recover', stride: 29 },
  { scenario: 'full disk: apply', what: 'kill-tree', settling: 'recover', stride: 43 },
  { scenario: 'kernel setting: apply', what: 'kill-tree', settling: 'at boot', stride: 27 },
  { scenario: 'kernel setting: apply', what: 'kill-tree', settling: 'recover', near: /mkdir .*\.holdfast$/ },
  { scenario: 'kernel setting: apply', what: 'kill-tree', settling: 'at boot', near: /mkdir .*\.holdfast$/ },
  {
    scenario: 'kernel setting: apply',
    what: 'kill-tree',
    settling: 'recover',
    killedAt: 62,
    near: /(rmdir .*\.holdfast|utimensat \/etc)$/,
  },
  { scenario: 'audit rule: rollback', what: 'kill-tree', settling: 'rescue.sh', stride: 19 },
];

let cases: readonly FaultCase[];
let tool: readonly string[];
let rules: string;
const loadedRules = () => runTool('auditctl', ['-l']).toString();
before(async () => {
  rules = loadedRules();
  tool = await buildTool();
  cases = STORIES.flatMap((story) => faultCases(tool, story));
});
after(() => assert.equal(loadedRules(), rules));

async function pointsOf({ scenario, what, settling, ...rest }: Sample): Promise<Point[]> {
  const found = cases.find((each) => each.scenario.name === scenario);
  const settle = found?.settlings.find(({ name }) => name === settling);
  if (found === undefined || settle === undefined) throw new Error(`no ${scenario}, settled by ${settling}`);
  const points: Point[] = [];
  for await (const point of everyPoint({ scenario: found.scenario, what, settling: settle, ...rest }))
    points.push(point);
  return points;
}

for (const sample of SAMPLES) {
  const { scenario, what, settling, killedAt, near } = sample;
  const second = `${killedAt === undefined ? '' : ' while recovering'}${near === undefined ? '' : ` near ${near}`}`;
  test(`${scenario}: ${what}${second}, settled by ${settling}`, async () => {
    const points = await pointsOf(sample);
    assert.deepEqual(
      points.flatMap(({ at, trouble }) => (trouble === null ? [] : [`${at}: ${trouble}`])),
      [],
    );
    // Else the stride has grown too long for it, and nothing was tried.
    assert.ok(
      points.length >= (near !== undefined ? 2 : killedAt === undefined ? 3 : 1),
      String(points.length),
    );
  });
}

const etc = { 'etc/machine-id': { text: '0\n' }, 'var/lib': { mode: 0o755 } };
async function refused(stage: Stage, code: RegExp, ...args: readonly string[]): Promise<void> {
  const seen = stage.look();
  const run = runWithFault([...tool, ...args, '--quiet', '--root', stage.root]);
  assert.equal(run.status, 3, run.stderr);
  assert.match(run.stderr, code);
  assert.deepEqual(run.calls, []);
  assert.deepEqual(compareManifests(seen, stage.look()), []);
}

test('a disk without room is a refusal while planning, and nothing is touched', async () => {
  await using stage = await rootStage(etc, '1M');
  runTool('/bin/sh', ['-c', 'cat /dev/zero > "$1" 2>/dev/null || :', 'sh', `${stage.outside}/../filler`]);
  await refused(stage, /space/, 'apply', 'files/create', '--unattended');
});

test('drift is a refusal while planning a rollback, and nothing is touched', async () => {
  const story = STORIES.find(({ name }) => name === 'drift');
  const rollback = story && faultCases(tool, story)[1];
  assert.ok(rollback);
  await using stage = await rollback.scenario.setUp();
  await refused(stage, /changed/, 'rollback', '--last', '--yes', '--on-drift', 'refuse');
});
