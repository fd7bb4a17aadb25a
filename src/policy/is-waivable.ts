import type { Finding } from '../model/plan.ts';
import type { Requirement } from '../model/requirement.ts';

/** What is met, pending or does not apply needs no waiver. */
export function isWaivable(
  verdict: Finding['verdict'],
): verdict is Extract<Requirement['verdict'], 'unmet' | 'manual' | 'unknown'> {
  return verdict === 'unmet' || verdict === 'manual' || verdict === 'unknown';
}
