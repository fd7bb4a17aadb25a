import type { Waiver } from './plan.ts';
import type { PlaybookId } from './playbook.ts';
import type { Allowance, Confirmation, Policy } from './policy.ts';

/** What somebody decides on top of a policy; what is not here stays as the policy has it. */
export interface Decisions {
  readonly skip: readonly PlaybookId[];
  readonly params: Policy['params'];
  readonly waivers: readonly Omit<Waiver, 'name'>[];
  /** Besides what the policy allows. */
  readonly allow: readonly Allowance[];
  /** How unattended runs are confirmed, where the policy does not say. */
  readonly confirm?: Confirmation;
}
