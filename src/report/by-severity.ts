import type { Finding } from '../model/plan.ts';
import type { PlaybookId, Severity } from '../model/playbook.ts';

const RANK: { readonly [S in Severity]: number } = { critical: 0, high: 1, medium: 2, low: 3 };

/** One playbook's findings, in the order it gave them. */
export interface Group {
  readonly playbook: PlaybookId;
  readonly severity: Severity;
  readonly findings: readonly Finding[];
}

/** Findings by playbook: the most severe first, then by id, which keeps an area together. */
export function bySeverity(findings: readonly Finding[]): readonly Group[] {
  const groups = Map.groupBy(findings, (finding) => finding.playbook);
  return [...groups]
    .flatMap(([playbook, own]) =>
      own.slice(0, 1).map(({ severity }) => ({ playbook, severity, findings: own })),
    )
    .sort((a, b) => RANK[a.severity] - RANK[b.severity] || compare(a.playbook, b.playbook));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
