import type { Finding } from '../model/plan.ts';
import type { Verdict } from '../model/verdict.ts';

/** How many requirements have each verdict. */
export interface Summary {
  readonly met: number;
  readonly unmet: number;
  readonly pending: number;
  readonly manual: number;
  readonly unknown: number;
  readonly waived: number;
  readonly notApplicable: number;
}

export function summarize(findings: readonly Finding[]): Summary {
  const count = (verdict: Verdict) => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    met: count('met'),
    unmet: count('unmet'),
    pending: count('pending'),
    manual: count('manual'),
    unknown: count('unknown'),
    waived: count('waived'),
    notApplicable: count('not-applicable'),
  };
}
