import type { AuditRules } from '../facts/audit-rules.ts';

/** What a person must do before this host is given more to record; empty where nothing is. */
export function auditBeforeAdding({ auditctl, failureMode, status }: AuditRules): readonly string[] {
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
