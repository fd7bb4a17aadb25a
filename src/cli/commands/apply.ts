import { makePlan } from '../../engine/make-plan.ts';
import { planTheRest } from '../../engine/plan-the-rest.ts';
import { refuseIfWaiting } from '../../engine/refuse-if-waiting.ts';
import { remaining } from '../../engine/remaining.ts';
import type { Selection } from '../../engine/selection.ts';
import { Refused } from '../../model/refusal.ts';
import { unattendedObjections } from '../../policy/unattended-objections.ts';
import { unattendedRefusal } from '../../policy/unattended-refusal.ts';
import { waitObjections } from '../../policy/wait-objections.ts';
import { planText } from '../../report/plan-text.ts';
import { unchangedJson } from '../../report/unchanged-json.ts';
import type { ExitCode, Given } from '../command.ts';
import { consent } from '../consent.ts';
import { makeChanges } from '../make-changes.ts';
import { readSavedPlan } from '../saved-plan.ts';
import { readSelection } from '../selection.ts';
import { settleUnfinished } from '../settle-unfinished.ts';
import { shownChanges } from '../shown-changes.ts';
import { VERSION } from '../version.ts';
import { waitOf } from '../wait-of.ts';
import { exitCodeOf } from '../write.ts';

export interface ApplyOptions {
  readonly plan?: string;
  readonly unattended?: boolean;
  readonly onError?: 'rollback' | 'keep';
  /** In seconds. */
  readonly confirmWithin?: number;
  readonly failOnRemaining?: boolean;
}

/** How often a plan is made again where the host has changed while it waited for its turn. */
const MOST_PLANS = 3;

/** Unattended nobody has consented to this very plan: where somebody has changed the host meanwhile, the next one is as good. */
export async function applyCommand(
  given: Given,
  ids: readonly string[],
  asked: ApplyOptions,
): Promise<ExitCode> {
  const most = asked.unattended === true && asked.plan === undefined ? MOST_PLANS : 1;
  for (let made = 1; ; made++) {
    try {
      return await applyOnce(given, ids, asked);
    } catch (error) {
      const isStale = error instanceof Refused && error.refusal.code === 'stale-plan';
      if (!isStale || made === most) throw error;
      given.terminal.say('The host has changed since the plan was made: planning again.\n');
    }
  }
}

async function applyOnce(given: Given, ids: readonly string[], asked: ApplyOptions): Promise<ExitCode> {
  const { options, terminal, catalogue } = given;
  const { reader } = given.target();
  const fromPolicy = await readSelection(catalogue, reader, ids, options, given.needsSafePolicy);
  if (asked.plan !== undefined && ids.length > 0) {
    throw new Refused({
      code: 'usage',
      args: { why: 'with --plan no playbooks are named: the plan names them' },
    });
  }
  const lockWaitMs = asked.unattended === true ? fromPolicy.policy.run.lockWaitMs : 0;
  await settleUnfinished(given, lockWaitMs);
  refuseIfWaiting(given.target().stateDir());
  const saved = asked.plan === undefined ? null : readSavedPlan(asked.plan, reader.identity, catalogue);
  // What a plan file says of itself allows nothing: allowances, waivers and the day are those of here and now.
  const whole: Selection = { ...fromPolicy.selection, ...saved?.asked };
  const { onError: usual, probes } = fromPolicy.policy.run;
  const onError = asked.onError ?? usual;
  const isPartEnough = asked.unattended === true && saved === null && onError === 'keep';
  const waiting = {
    catalogue,
    within: asked.confirmWithin ?? null,
    isUnattended: asked.unattended === true,
    run: fromPolicy.policy.run,
  };
  const { made, selection, leftOut } = await planTheRest(
    whole,
    (wanted) => makePlan(reader, wanted, VERSION),
    ({ plan, objections }) =>
      isPartEnough
        ? [...objections, ...unattendedObjections(plan, whole.allow), ...waitObjections({ plan, ...waiting })]
        : [],
  );
  const { plan, blobs } = made;
  if (saved !== null && saved.digest !== plan.digest) {
    throw new Refused({ code: 'stale-plan', args: { planned: saved.digest, found: plan.digest } });
  }
  const text = { ...options, color: terminal.color };
  const isJson = options.format === 'json';
  const [refusal] = plan.refusals;
  if (plan.changes.length === 0 && refusal === undefined) {
    const left = remaining(plan.findings);
    terminal.report(
      isJson
        ? unchangedJson({ type: 'apply', tool: VERSION, host: reader.identity, remaining: left })
        : planText({ plan, shown: new Map() }, text),
    );
    return asked.failOnRemaining === true && left.length > 0 ? 2 : 0;
  }
  const shown = shownChanges(plan.changes, blobs);
  const isReported = !isJson && !(options.quiet && refusal === undefined);
  if (isReported) terminal.report(planText({ plan, shown }, text));
  if (refusal !== undefined) throw new Refused(refusal);
  const wait = waitOf({ plan, ...waiting });
  if (asked.unattended === true) {
    const notAllowed = unattendedRefusal(plan, selection.allow);
    if (notAllowed !== null) throw new Refused(notAllowed);
  } else {
    const isAgreed = await consent(terminal, {
      question: 'Make exactly these changes?',
      command: 'holdfast apply --unattended',
      show:
        isReported && terminal.showsReports
          ? null
          : planText({ plan, shown }, { color: false, quiet: false }),
    });
    if (!isAgreed) return 3;
  }
  const consented = { digest: plan.digest, onError, probes, wait };
  const run = await makeChanges(given, selection, consented, blobs, { lockWaitMs, leftOut });
  if (['applied', 'waiting'].includes(run.status) && leftOut.length > 0) return 5;
  if (
    ['applied', 'waiting'].includes(run.status) &&
    asked.failOnRemaining === true &&
    run.remaining.length > 0
  )
    return 2;
  return exitCodeOf(run.status);
}
