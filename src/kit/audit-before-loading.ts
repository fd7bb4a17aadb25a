import type { AuditRules } from '../facts/audit-rules.ts';
import { versionOrder } from '../formats/version-order.ts';

/** What a person must correct so that a file of rules.d is loaded at boot, whose lines come before `upTo`. */
export function auditBeforeLoading(
  { stop, unterminated, directory }: AuditRules,
  file: string,
  upTo: 'its own' | 'the last' = 'its own',
): readonly string[] {
  const isBefore = (path: string) =>
    !directory || versionOrder(path.slice(path.lastIndexOf('/') + 1), file) < 0;
  const cut = directory ? unterminated.filter(isBefore) : [];
  return [
    ...cut.map(
      (path) => `end ${path} with a newline: augenrules joins its last line with the next file's first`,
    ),
    ...(stop !== null && (upTo === 'the last' || isBefore(stop.source))
      ? [`correct ${stop.source}, line ${stop.line} (${stop.why}): no later rule is loaded at boot`]
      : []),
  ];
}
