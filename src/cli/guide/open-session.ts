import { remaining } from '../../engine/remaining.ts';
import { scan } from '../../engine/scan.ts';
import type { Selection } from '../../engine/selection.ts';
import type { Finding } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Given } from '../command.ts';
import { type PolicyFile, readPolicyFile } from '../read-policy-file.ts';
import { readSelection } from '../selection.ts';
import { rememberPlans } from './remember-plans.ts';

/** What a guided session begins with and goes back to. */
export interface Session {
  readonly given: Given;
  /** As they were given. */
  readonly ids: readonly string[];
  readonly file: PolicyFile;
  readonly policy: Policy;
  /** What is asked for without any decision. */
  readonly selection: Selection;
  /** What is open without any decision. */
  readonly findings: readonly Finding[];
  /** The same plan whenever the same is asked. */
  readonly planOf: ReturnType<typeof rememberPlans>;
}

/** Reads the policy, that may be added to, and judges the host by it. */
export async function openSession(given: Given, ids: readonly string[]): Promise<Session> {
  const { options, catalogue, needsSafePolicy } = given;
  const { reader } = given.target();
  // Before what it is judged by, so that the text is added to nothing that was not looked at.
  const file = await readPolicyFile(reader, options.policy, needsSafePolicy, true);
  const { selection, policy } = await readSelection(catalogue, reader, ids, options, needsSafePolicy);
  const findings = remaining(await scan(reader, selection));
  return { given, ids, file, policy, selection, findings, planOf: rememberPlans(reader) };
}
