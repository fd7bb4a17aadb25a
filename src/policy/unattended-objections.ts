import type { Objection, Plan } from '../model/plan.ts';
import type { Allowance } from '../model/policy.ts';
import { unattendedRefusal } from './unattended-refusal.ts';

/** What the policy does not let an unattended run do, change by change, with the playbooks that want it. */
export function unattendedObjections(
  { changes, host }: Pick<Plan, 'changes' | 'host'>,
  allow: readonly Allowance[],
): readonly Objection[] {
  return changes.flatMap((change) => {
    const refusal = unattendedRefusal({ host, changes: [change], effects: change.effects }, allow);
    return refusal === null ? [] : [{ refusal, playbooks: change.parts.map(({ playbook }) => playbook) }];
  });
}
