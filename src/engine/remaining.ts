import type { Finding } from '../model/plan.ts';

/** What is still for somebody to do: everything that is neither met, nor on its way, nor accepted. */
export function remaining(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    ({ verdict }) => verdict === 'unmet' || verdict === 'manual' || verdict === 'unknown',
  );
}
