import type { Plan } from '../model/plan.ts';
import type { Allowance } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';
import { missingAllowances } from './missing-allowances.ts';

/**
 * Why nobody being asked, a plan is not applied: it needs what the policy does not allow. One refusal for all that is
 * missing; null when nothing is.
 */
export function unattendedRefusal(
  plan: Pick<Plan, 'host' | 'changes' | 'effects'>,
  allow: readonly Allowance[],
): Refusal | null {
  const missing = missingAllowances(plan, allow);
  if (missing.length === 0) return null;
  const words = (list: readonly string[]) => [...new Set(list)].join(', ');
  return {
    code: 'not-allowed',
    args: {
      what: words(missing.map(({ what }) => what)),
      // What is allowed already stays in the line that the sentence proposes.
      allow: words([...allow, ...missing.map((needed) => needed.allow)]),
    },
  };
}
