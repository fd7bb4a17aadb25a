import type { AuditRules, ConfiguredAuditRule, KnownAuditRule } from '../facts/audit-rules.ts';
import type { Evidence } from '../model/requirement.ts';
import type { AuditWanted } from './audit-wanted.ts';

interface Found {
  readonly configured: readonly ConfiguredAuditRule[];
  /** Null where nothing runs. */
  readonly loaded: readonly KnownAuditRule[] | null;
  readonly isConfigured: boolean;
  readonly isLoaded: boolean;
}

/** What records it: in the files, then in the kernel; and rules on it that do not suffice. */
export function auditEvidence(rules: AuditRules, wanted: AuditWanted, found: Found): readonly Evidence[] {
  const { configured, loaded } = found;
  const { nothing } = wanted;
  const evidence: Evidence[] = configured.map(({ source, line, canonical }) => ({
    source,
    line,
    says: canonical,
    wins: true,
  }));
  const files = rules.directory ? '/etc/audit/rules.d' : '/etc/audit/audit.rules';
  if (configured.length === 0 || !found.isConfigured)
    evidence.push({ source: files, says: nothing, wins: true });
  for (const each of rules.configured) {
    if (!wanted.isAbout(each) || configured.includes(each)) continue;
    const why = each.fails === null ? 'does not record all of it' : `does not load: ${each.fails}`;
    evidence.push({ source: each.source, line: each.line, says: `${each.canonical} (${why})`, wins: false });
  }
  for (const { canonical } of loaded ?? [])
    evidence.push({ source: 'auditctl -l', says: canonical, wins: true });
  if (!found.isLoaded) evidence.push({ source: 'auditctl -l', says: nothing, wins: true });
  if (rules.status?.enabled === 2)
    evidence.push({ source: 'auditctl -s', says: 'enabled 2: rules are locked until a reboot', wins: true });
  if (rules.status?.enabled === 0)
    evidence.push({ source: 'auditctl -s', says: 'enabled 0: nothing is recorded at all', wins: false });
  return evidence;
}
