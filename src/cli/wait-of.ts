import type { Plan } from '../model/plan.ts';
import type { RunPolicy } from '../model/policy.ts';
import { Refused } from '../model/refusal.ts';
import type { Wait } from '../model/wait.ts';
import { waitFor } from '../policy/wait-for.ts';
import type { Given } from './command.ts';

/** Whether a run of the plan is kept only if it is confirmed. On an image nobody can be cut off, and nothing runs that could take it back. */
export function waitOf(
  { catalogue, target }: Given,
  plan: Pick<Plan, 'changes'>,
  run: Pick<RunPolicy, 'confirm' | 'probes'>,
  { within, isUnattended }: { readonly within: number | null; readonly isUnattended: boolean },
): Wait | null {
  if (target().reader.identity.type === 'image') {
    if (within !== null) throw new Refused({ code: 'cannot-wait', args: {} });
    return null;
  }
  const access = new Set(catalogue.filter((playbook) => playbook.access === true).map(({ id }) => id));
  const wait = waitFor({ changes: plan.changes, access, within, isUnattended, run });
  if (wait !== null && 'code' in wait) throw new Refused(wait);
  return wait;
}
