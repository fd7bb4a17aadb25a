import type { Change } from '../model/change.ts';
import type { HostIdentity } from '../model/host.ts';
import type { Use } from '../model/playbook.ts';
import type { Allowance } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';

/** A check of the planned end state that can refuse the plan: facts as they are now, and as they will be. */
export type Guard = (given: {
  readonly now: Use;
  readonly planned: Use;
  readonly changes: readonly Change[];
  readonly identity: HostIdentity;
  readonly allow: readonly Allowance[];
  /** `YYYY-MM-DD`: whether an account has expired is judged by it. */
  readonly today: string;
}) => Promise<readonly Refusal[]>;
