import { Malformed } from '../model/format.ts';
import type { AuditRule } from './audit-rule.ts';
import { parseAuditRules } from './parse-audit-rules.ts';
import { printAuditRule } from './print-audit-rule.ts';

/**
 * The one way of writing a rule, so that lines of files and of `auditctl -l` compare equal. What cannot be
 * understood comes back trimmed.
 */
export function canonicalAuditRule(text: string): string {
  const rule = ruleIn(text);
  return rule === null ? text.trim() : printAuditRule(rule);
}

/** The rule on a line, null where there is none or it cannot be understood. */
export function ruleIn(text: string): AuditRule | null {
  try {
    const [line] = parseAuditRules(text);
    return line?.says === 'rule' ? line.rule : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
