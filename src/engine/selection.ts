import type { PlanInputs, Waiver } from '../model/plan.ts';
import type { Playbook } from '../model/playbook.ts';
import type { Allowance } from '../model/policy.ts';

/** What is asked: which playbooks, with which parameters, under which waivers, on which day. */
export interface Selection {
  readonly playbooks: readonly Playbook[];
  readonly profile: PlanInputs['profile'];
  readonly params: PlanInputs['params'];
  /** What the policy lets a run do that the guards otherwise refuse. */
  readonly allow: readonly Allowance[];
  readonly waivers: readonly Waiver[];
  /** `YYYY-MM-DD`: whether a waiver still holds or an account has expired is judged by it. */
  readonly today: string;
}
