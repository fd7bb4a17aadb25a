import type { AuditRules } from '../facts/audit-rules.ts';
import { auditBeforeAdding } from './audit-before-adding.ts';
import { auditBeforeLoading } from './audit-before-loading.ts';
import type { AuditWanted } from './audit-wanted.ts';

/** What a person must do before rules can be added, or can have any effect; empty where nothing stands in the way. */
export function auditObstacles(
  rules: AuditRules,
  wanted: AuditWanted,
  isRecorded: boolean,
): readonly string[] {
  const silencing = rules.configured.find((each) => each.fails === null && wanted.isSilencedBy(each));
  if (silencing !== undefined)
    return [
      `remove "${silencing.canonical}" from ${silencing.source}, line ${silencing.line}: it keeps accesses from being recorded`,
    ];
  if (isRecorded) return [];
  return [...auditBeforeAdding(rules), ...auditBeforeLoading(rules, wanted.file), ...wanted.unfit];
}
