import type { AuditRules, ConfiguredAuditRule } from '../facts/audit-rules.ts';
import { versionOrder } from '../formats/version-order.ts';
import type { AuditWatch } from './audit.ts';
import { isMadeLater } from './is-made-later.ts';

/** What a person must do before a rule can be added, or can have any effect; empty where nothing stands in the way. */
export function auditObstacles(
  rules: AuditRules,
  wanted: AuditWatch,
  isRecorded: boolean,
): readonly string[] {
  const silencing = rules.configured.find((each) => each.fails === null && silences(each, wanted));
  if (silencing !== undefined)
    return [
      `remove "${silencing.canonical}" from ${silencing.source}, line ${silencing.line}: it keeps accesses from being recorded`,
    ];
  if (isRecorded) return [];
  return [...beforeAdding(rules), ...beforeLoading(rules, wanted), ...neverAtBoot(wanted)];
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
  { file }: AuditWatch,
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

function neverAtBoot(wanted: AuditWatch): readonly string[] {
  const { path } = wanted;
  if (/[^\x21-\x7e]|\\/.test(path))
    return [`give ${path} a name without blanks and special characters: audit rules cannot hold it`];
  if (!isMadeLater(wanted)) return [];
  return [
    `load the watch from a unit that starts after the service that makes ${path}: "auditctl -w ${path} -p ${wanted.perms} -k docker"; in the files it would fail at boot and keep all later rules from loading`,
  ];
}

/** An unconditional never-rule, or one for just this path, in a list that counts. */
function silences({ rule, target }: ConfiguredAuditRule, { path }: AuditWatch): boolean {
  if (!rule.adds || rule.action !== 'never' || rule.syscalls.length > 0) return false;
  if (rule.list !== 'task' && rule.list !== 'exit') return false;
  return rule.fields.every(({ name }) => name === 'arch') && (target === null || target.path === path);
}
