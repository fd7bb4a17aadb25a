import type { AuditRules } from '../facts/audit-rules.ts';
import { versionOrder } from '../formats/version-order.ts';
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
  return [...beforeAdding(rules), ...beforeLoading(rules, wanted), ...wanted.unfit];
}

function beforeAdding({ auditctl, failureMode, status }: AuditRules): readonly string[] {
  if (auditctl === null)
    return [
      'install the audit daemon: package auditd on Debian and Ubuntu, audit on Fedora, RHEL and SUSE; then plan again',
    ];
  // A host that panics when records are lost must not be given more records.
  if (failureMode?.value === '2')
    return [
      `set "-f 1" in ${failureMode.source}, line ${failureMode.line}: with "-f 2" a flood of records is a kernel panic`,
    ];
  if (status?.failure === 2)
    return ['run "auditctl -f 1": with failure mode 2 a flood of records is a kernel panic'];
  return [];
}

function beforeLoading(
  { stop, unterminated, directory }: AuditRules,
  { file }: AuditWanted,
): readonly string[] {
  const isBefore = (path: string) =>
    !directory || versionOrder(path.slice(path.lastIndexOf('/') + 1), file) < 0;
  const cut = directory ? unterminated.filter(isBefore) : [];
  return [
    ...cut.map(
      (path) => `end ${path} with a newline: augenrules joins its last line with the next file's first`,
    ),
    ...(stop !== null && isBefore(stop.source)
      ? [`correct ${stop.source}, line ${stop.line} (${stop.why}): no later rule is loaded at boot`]
      : []),
  ];
}
