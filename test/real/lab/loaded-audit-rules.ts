import type { Ran } from './ran.ts';

/** Every loaded audit rule as `audit RULE` with its place. */
export function loadedAuditRules(run: (...command: readonly string[]) => Ran): ReadonlyMap<string, string> {
  const rules = run('auditctl', '-l');
  if (rules.status !== 0) throw new Error(`auditctl -l: ${rules.stderr}`);
  const lines = rules.stdout.trimEnd().split('\n');
  return new Map(lines.map((rule, index) => [`audit ${rule}`, String(index)]));
}
