/** What outweighs what, where the requirements of one playbook differ. */
const WEIGHTS = ['unmet', 'unknown', 'manual', 'pending', 'waived', 'met', 'not-applicable'] as const;

/** A playbook's verdict on a host: that of its worst requirement, of findings or of what a report says of them. */
export function verdictOf(
  playbook: string,
  findings: readonly { readonly playbook: string; readonly verdict: string }[],
): (typeof WEIGHTS)[number] | null {
  const found = new Set(findings.filter((each) => each.playbook === playbook).map(({ verdict }) => verdict));
  return WEIGHTS.find((verdict) => found.has(verdict)) ?? null;
}
