import { makePlan } from '../../engine/make-plan.ts';
import { userFile } from '../../host/user-file.ts';
import { planJson } from '../../report/plan-json.ts';
import { planText } from '../../report/plan-text.ts';
import { askedAgain } from '../asked-again.ts';
import type { ExitCode, Given } from '../command.ts';
import { readSelection } from '../selection.ts';
import { shownChanges } from '../shown-changes.ts';
import { VERSION } from '../version.ts';
import { warnUnfinished } from '../warn-unfinished.ts';

export async function planCommand(
  given: Given,
  ids: readonly string[],
  { save }: { save?: string },
): Promise<ExitCode> {
  const { options, terminal, catalogue } = given;
  const { reader } = given.target();
  const { selection } = await readSelection(catalogue, reader, ids, options, given.needsSafePolicy);
  warnUnfinished(given);
  const { plan, blobs } = await makePlan(reader, selection, VERSION);
  const view = { plan, shown: shownChanges(plan.changes, blobs) };
  if (save !== undefined) userFile.open(save).write(planJson(view));
  const next =
    options.snapshot === undefined
      ? {
          apply: askedAgain('holdfast apply', options, ['root', 'stateDir', 'policy', 'profile'], ids),
          rollback: askedAgain('holdfast rollback --last', options, ['root', 'stateDir']),
        }
      : { apply: askedAgain('holdfast apply', options, ['policy', 'profile'], ids), rollback: null };
  terminal.report(
    options.format === 'json' ? planJson(view) : planText(view, { ...options, color: terminal.color }, next),
  );
  if (plan.refusals.length > 0) return 3;
  return plan.changes.length > 0 ? 2 : 0;
}
