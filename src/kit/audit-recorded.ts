import type { AuditRules } from '../facts/audit-rules.ts';
import { canonicalAuditRule } from '../formats/canonical-audit-rule.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { auditEvidence } from './audit-evidence.ts';
import { auditObstacles } from './audit-obstacles.ts';
import type { AuditWanted } from './audit-wanted.ts';

/**
 * It is recorded, now and after a reboot, by whosever rules. Unmet, it wishes for lines in a rules file and for
 * the same rules in the kernel.
 */
export function auditRecorded(rules: AuditRules, wanted: AuditWanted): Requirement {
  const { object, statement, lines } = wanted;
  const loading = rules.configured.filter(({ fails }) => fails === null);
  const found = lines.map(({ text, coveredBy }) => {
    const configured = coveredBy(loading);
    const loaded = rules.loaded === null ? null : coveredBy(rules.loaded);
    const isLater = wanted.isMadeLater && loaded !== null && loaded.length > 0;
    return {
      text,
      configured,
      loaded,
      isConfigured: configured.length > 0 || isLater,
      isLoaded: loaded === null || loaded.length > 0,
    };
  });
  const isConfigured = found.every((line) => line.isConfigured);
  const isLoaded = found.every((line) => line.isLoaded);
  const configured = [...new Set(found.flatMap((line) => line.configured))];
  const loaded = rules.loaded === null ? null : [...new Set(found.flatMap((line) => line.loaded ?? []))];
  const evidence = auditEvidence(rules, wanted, { configured, loaded, isConfigured, isLoaded });
  const about = { object, statement, evidence };

  const steps = auditObstacles(rules, wanted, isConfigured && isLoaded);
  if (steps.length > 0) return { ...about, verdict: 'manual', wishes: [], steps };
  if (isConfigured && isLoaded) return { ...about, verdict: 'met', wishes: [] };

  const isLocked = rules.status?.enabled === 2;
  if (isConfigured && isLocked) return { ...about, verdict: 'pending', pending: 'reboot', wishes: [] };
  const key = rules.directory ? `/etc/audit/rules.d/${wanted.file}` : '/etc/audit/audit.rules';
  const wishes: Wish[] = [];
  for (const { text, isConfigured } of found)
    if (!isConfigured) wishes.push({ kind: 'entry', key, part: `audit:${text}`, desired: true });
  // A file that others may read tells an intruder what is not watched.
  if (!isConfigured && rules.directory) wishes.push({ kind: 'entry', key, part: 'mode', desired: 0o640 });
  if (isLocked) return { ...about, verdict: 'unmet', wishes };
  for (const { text, isLoaded, configured } of found) {
    if (isLoaded) continue;
    const theirs = configured.map(({ canonical }) => canonical);
    for (const rule of theirs.length > 0 ? theirs : [canonicalAuditRule(text)])
      wishes.push({ kind: 'audit-rule', key: rule, desired: true });
  }
  return { ...about, verdict: 'unmet', wishes };
}
