import { createMemoryBlobs } from '../host/memory-blobs.ts';
import { createReadOnlyHost } from '../host/read-only-host.ts';
import type { StateDir } from '../host/state-dir.ts';
import { kinds } from '../kinds/index.ts';
import type { HostReader } from '../model/host.ts';
import type { Json } from '../model/json.ts';
import type { Probe } from '../model/policy.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { Run, RunId } from '../model/run.ts';
import { candidateRefusals } from './candidate-refusals.ts';
import { digestOf } from './digest.ts';
import { guardRefusals } from './guard-refusals.ts';
import { isTakenBack } from './is-taken-back.ts';
import { lastOfEach } from './last-of-each.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import { loadRuns } from './load-runs.ts';
import { obstacleRefusals } from './obstacle-refusals.ts';
import { orderEffects } from './order-effects.ts';
import { type PlannedRollback, planRollback, type RollbackWish } from './plan-rollback.ts';
import { prepareRun } from './prepare-run.ts';
import { recover } from './recover.ts';
import { refuseIfWaiting } from './refuse-if-waiting.ts';
import { runReport } from './run-report.ts';
import { transact } from './transaction.ts';
import { undoRun } from './undo-run.ts';
import { watchProbes } from './watch-probes.ts';
import type { Writer } from './writer.ts';

export interface RollbackPlan extends PlannedRollback {
  readonly run: RunId;
  /** What the consent is given to. */
  readonly digest: string;
}

/** The last run that can still be rolled back. */
export function lastRun(stateDir: StateDir | null): RunId {
  const { runs } = loadRuns(stateDir);
  const last = runs.findLast(
    (run) =>
      run.plan.type === 'apply' &&
      ['applied', 'waiting', 'partly'].includes(run.state.status) &&
      !isTakenBack(run, runs),
  );
  if (last === undefined) throw new Refused({ code: 'no-run', args: {} });
  return last.plan.run;
}

/** What rolling back would do, guards and obstacles included: a rollback can lock people out as an apply can. */
export async function previewRollback(
  host: HostReader,
  stateDir: StateDir | null,
  id: RunId,
  wish: RollbackWish,
): Promise<RollbackPlan> {
  const { runs } = loadRuns(stateDir);
  if (stateDir === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
  const run = loadRun(stateDir.run(id));
  if (run === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
  const planned = await planRollback(host, run, runs, wish);
  const objections = [
    ...(await obstacleRefusals(host, planned.changes, planned.blobs)),
    ...(await candidateRefusals(host, planned.changes, planned.blobs)),
    ...(await guardRefusals(host, planned.planned, planned.changes, wish)),
  ];
  const refusals = [...planned.refusals, ...objections.map(({ refusal }) => refusal)];
  const digest = digestOf([id, planned.changes as unknown as Json]);
  return { ...planned, run: id, refusals, digest };
}

export interface RollbackOptions {
  /** The digest that was consented to. */
  readonly digest: string;
  /** What works before must work after, or the run stays as it is. */
  readonly probes: readonly Probe[];
}

/** Takes a run back, as a run of its own. */
export async function rollback(
  writer: Writer,
  id: RunId,
  wish: RollbackWish,
  { digest, probes }: RollbackOptions,
): Promise<Run> {
  const { host, stateDir, tool, now } = writer;
  await recover(host, stateDir, now, 'unfinished');
  refuseIfWaiting(stateDir, id);
  const planned = await previewRollback(createReadOnlyHost(host), stateDir, id, wish);
  const [refusal] = planned.refusals;
  if (refusal !== undefined) throw new Refused(refusal);
  if (planned.digest !== digest) {
    throw new Refused({ code: 'stale-plan', args: { planned: digest, found: planned.digest } });
  }
  const waiting = loadRun(stateDir.run(id));
  if (waiting?.state.status === 'waiting') return undoWaiting(writer, waiting);
  const newlyRed = await watchProbes(writer, probes);
  const { changes, blobs, whole, firstBoot } = planned;
  const effects = orderEffects(changes.flatMap((change) => change.effects));
  const header = {
    ...({ type: 'rollback', of: id, whole, tool, digest: null, effects } as const),
    ...(firstBoot === null ? {} : { firstBoot }),
  };
  const run = await prepareRun(host, stateDir.newRun(), header, changes, blobs, now);
  await transact(run, {
    ...writer,
    onError: 'rollback',
    verify: async () => {
      const amiss: Refusal[] = [];
      for (const { kind, key, before, after } of lastOfEach(changes)) {
        const found = await kinds[kind].read(host, key, run.blobs);
        if (kinds[kind].where(found, { before, after }) !== 'after')
          amiss.push({ code: 'not-as-planned', args: { kind, key } });
      }
      return amiss;
    },
    newlyRed,
  });
  const loaded = loadRun(run.folder);
  if (loaded === null) throw new Error(`run ${run.folder.id} has no journal after it ended`);
  return runReport(loaded, []);
}

/** A run that was never kept is not taken back by another one: it ends undone, with its timer and its boot unit gone. */
async function undoWaiting({ host, now }: Writer, { folder, journal, plan }: LoadedRun): Promise<Run> {
  await undoRun({ host, folder, journal, plan, blobs: createMemoryBlobs(folder.blobs), now }, [], {
    isTheirs: () => false,
  });
  const after = loadRun(folder);
  if (after === null) throw new Error(`run ${folder.id} has no journal after it ended`);
  return runReport(after, []);
}
