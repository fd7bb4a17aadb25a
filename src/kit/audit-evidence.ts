import type { AuditRules, ConfiguredAuditRule, KnownAuditRule } from '../facts/audit-rules.ts';
import type { Evidence } from '../model/requirement.ts';
import type { AuditWatch } from './audit.ts';

/** What records accesses to a path: in the files, then in the kernel; and rules on it that do not suffice. */
export function auditEvidence(
  rules: AuditRules,
  { path, perms }: AuditWatch,
  configured: readonly ConfiguredAuditRule[],
  loaded: readonly KnownAuditRule[] | null,
): readonly Evidence[] {
  const evidence: Evidence[] = configured.map(({ source, line, canonical }) => ({
    source,
    line,
    says: canonical,
    wins: true,
  }));
  const nothing = `no rule for ${perms} on ${path}`;
  const files = rules.directory ? '/etc/audit/rules.d' : '/etc/audit/audit.rules';
  if (configured.length === 0) evidence.push({ source: files, says: nothing, wins: true });
  for (const each of rules.configured) {
    if (each.target?.path !== path || configured.includes(each)) continue;
    const why = each.fails === null ? 'does not record all of it' : `does not load: ${each.fails}`;
    evidence.push({ source: each.source, line: each.line, says: `${each.canonical} (${why})`, wins: false });
  }
  for (const { canonical } of loaded ?? [])
    evidence.push({ source: 'auditctl -l', says: canonical, wins: true });
  if (loaded?.length === 0) evidence.push({ source: 'auditctl -l', says: nothing, wins: true });
  if (rules.status?.enabled === 2)
    evidence.push({ source: 'auditctl -s', says: 'enabled 2: rules are locked until a reboot', wins: true });
  if (rules.status?.enabled === 0)
    evidence.push({ source: 'auditctl -s', says: 'enabled 0: nothing is recorded at all', wins: false });
  return evidence;
}
