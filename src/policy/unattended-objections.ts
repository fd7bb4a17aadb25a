import type { HostIdentity } from '../model/host.ts';
import type { Objection, Plan } from '../model/plan.ts';
import type { Allowance } from '../model/policy.ts';
import { unattendedRefusal } from './unattended-refusal.ts';

/** What the policy does not let an unattended run do, change by change, with the playbooks that want it. On an image nothing runs that could be restarted. */
export function unattendedObjections(
  { changes, host }: { readonly changes: Plan['changes']; readonly host: Pick<HostIdentity, 'type'> },
  allow: readonly Allowance[],
): readonly Objection[] {
  return changes.flatMap((change) => {
    const effects = host.type === 'image' ? [] : change.effects;
    const refusal = unattendedRefusal({ changes: [change], effects }, allow);
    return refusal === null ? [] : [{ refusal, playbooks: change.parts.map(({ playbook }) => playbook) }];
  });
}
