import type { Finding } from '../model/plan.ts';
import type { Run, RunStatus } from '../model/run.ts';
import { firstBootOf } from './first-boot-of.ts';
import { rollbacksOf } from './is-taken-back.ts';
import type { LoadedRun } from './load-run.ts';

/** A run for people and programs: what it did, how it ended, who took it back. */
export function runReport(
  run: LoadedRun,
  all: readonly LoadedRun[],
  remaining: readonly Finding[] = [],
): Run {
  const { plan, state } = run;
  const firstBoot = firstBootOf(run, all);
  const rolledBackBy = rollbacksOf(run, all).map((other) => other.plan.run);
  return {
    id: plan.run,
    type: plan.type,
    ...(plan.of === null ? {} : { of: plan.of }),
    ...(plan.waits === undefined || state.status !== 'waiting'
      ? {}
      : { waits: { by: plan.waits.by, withinSeconds: plan.waits.withinSeconds } }),
    rolledBackBy,
    status: statusOf(run),
    started: state.started,
    finished: state.finished,
    tool: plan.tool,
    host: plan.host,
    changes: plan.changes.map((change) => ({ ...change, ...matched(run, change.number) })),
    effects: plan.effects,
    refusals: state.why,
    remaining,
    ...(firstBoot === null ? {} : { firstBoot }),
  };
}

export function statusOf({ state, isRescued }: LoadedRun): RunStatus {
  if (state.isPurged) return 'purged';
  return isRescued && ['unfinished', 'applied', 'waiting'].includes(state.status) ? 'rescued' : state.status;
}

/** The states as they were on the host when the change was made, where the plan could not know all of them. */
function matched(
  { state }: LoadedRun,
  number: number,
): { before?: Run['changes'][number]['before']; after?: Run['changes'][number]['after'] } {
  const known = state.changes.get(number);
  return known === undefined ? {} : { before: known.before, after: known.after };
}
