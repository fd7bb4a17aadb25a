import { createReadOnlyHost } from '../host/read-only-host.ts';
import type { Finding } from '../model/plan.ts';
import type { Probe } from '../model/policy.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { Run } from '../model/run.ts';
import { answerTo } from './answer-to.ts';
import { loadRun } from './load-run.ts';
import { makePlan } from './make-plan.ts';
import { prepareRun, type Reverting } from './prepare-run.ts';
import { recover } from './recover.ts';
import { refuseIfWaiting } from './refuse-if-waiting.ts';
import { remaining } from './remaining.ts';
import { runReport } from './run-report.ts';
import { scan } from './scan.ts';
import type { Selection } from './selection.ts';
import { transact } from './transaction.ts';
import { watchProbes } from './watch-probes.ts';
import type { Writer } from './writer.ts';

export interface ApplyOptions {
  /** The digest that was consented to. */
  readonly digest: string;
  readonly onError: 'rollback' | 'keep';
  /** What works before must work after, or all is undone. */
  readonly probes: readonly Probe[];
  /** For a run that is kept only if it is confirmed. */
  readonly reverting?: Reverting;
}

/**
 * Makes exactly the plan that was consented to, or refuses: under the lock the plan is made once more, and must have
 * the same digest. What an earlier run left unfinished is undone first.
 */
export async function apply(writer: Writer, selection: Selection, options: ApplyOptions): Promise<Run> {
  const { host, stateDir, tool, now } = writer;
  // A journal that cannot be read may be of a run that stopped midway: a plan would rest on its half state.
  const { refusals } = await recover(host, stateDir, now, 'unfinished');
  const [unread] = refusals;
  if (unread !== undefined) throw new Refused(unread);
  refuseIfWaiting(stateDir);
  const { plan, blobs } = await makePlan(createReadOnlyHost(host), selection, tool);
  if (plan.digest !== options.digest) {
    throw new Refused({ code: 'stale-plan', args: { planned: options.digest, found: plan.digest } });
  }
  const [refusal] = plan.refusals;
  if (refusal !== undefined) throw new Refused(refusal);

  const newlyRed = await watchProbes(writer, options.probes);
  const { changes, effects, digest } = plan;
  const header = { type: 'apply', of: null, whole: true, tool, digest, effects } as const;
  const { reverting = null } = options;
  const run = await prepareRun(host, stateDir.newRun(), header, changes, blobs, now, reverting);
  let after: readonly Finding[] = [];
  await transact(run, {
    ...writer,
    onError: options.onError,
    verify: async () => {
      after = await scan(createReadOnlyHost(host), selection);
      return notMet(plan.findings, after);
    },
    newlyRed,
  });
  const loaded = loadRun(run.folder);
  if (loaded === null) throw new Error(`run ${run.folder.id} has no journal after it ended`);
  return runReport(loaded, [], remaining(after.length > 0 ? after : plan.findings));
}

/** What was planned to be met and is not, by a fresh read. */
function notMet(planned: readonly Finding[], after: readonly Finding[]): readonly Refusal[] {
  return planned.flatMap((finding) => {
    if (finding.verdict !== 'unmet' || finding.wishes.length === 0) return [];
    const found = answerTo(finding, after);
    if (found === null || found.verdict === 'met' || found.verdict === 'pending') return [];
    const { playbook, object } = finding;
    return [{ code: 'not-met-after' as const, args: { playbook, object, verdict: found.verdict } }];
  });
}
