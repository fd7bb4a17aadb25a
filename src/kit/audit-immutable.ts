import type { AuditRules } from '../facts/audit-rules.ts';
import { versionOrder } from '../formats/version-order.ts';
import type { UnitState } from '../model/live.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import { auditBeforeAdding } from './audit-before-adding.ts';
import { auditBeforeLoading } from './audit-before-loading.ts';

interface Given {
  readonly rules: AuditRules;
  /** Of auditd; null in an image. */
  readonly activity: UnitState['active'] | null;
}

/** augenrules takes the last `-e` of all files, wherever it stands, and puts it at the end. */
const FILE = '99-holdfast-finalize.rules';

/**
 * The rules are locked at boot, and are now. It only ever writes the file: to lock them now would be for ever, up to
 * the next boot.
 */
export function auditImmutable({ rules, activity }: Given, isWanted: boolean): Requirement {
  const { enabled, status, stop } = rules;
  const about = {
    object: 'rules:locked',
    statement: 'audit rules are locked from boot on: nobody changes them without a reboot',
    evidence: evidence(rules),
  };
  const isConfigured = enabled?.value === '2' && stop === null;
  const isLocked = status?.enabled === 2;
  if (isConfigured && (isLocked || status === null)) return { ...about, verdict: 'met', wishes: [] };
  if (isConfigured) return { ...about, verdict: 'pending', pending: 'reboot', wishes: [] };
  const steps = isWanted ? obstacles(rules, activity) : decision(enabled?.value === '2');
  if (steps.length > 0) return { ...about, verdict: 'manual', wishes: [], steps };
  const isImage = status === null;
  return {
    ...about,
    verdict: 'unmet',
    wishes: [
      {
        kind: 'entry',
        key: `/etc/audit/rules.d/${FILE}`,
        desired: { text: '-e 2\n', mode: 0o640 },
        // What an image will do at its first boot has not happened yet.
        ...(isImage ? {} : { undo: 'one-way' }),
      },
    ],
  };
}

function evidence({ directory, enabled, status, stop }: AuditRules): readonly Evidence[] {
  const files = directory ? '/etc/audit/rules.d' : '/etc/audit/audit.rules';
  const found: Evidence[] = [
    enabled === null
      ? { source: files, says: 'no -e: rules can be changed at any time', wins: true }
      : { source: enabled.source, line: enabled.line, says: `-e ${enabled.value}`, wins: true },
  ];
  if (stop !== null)
    found.push({ source: stop.source, line: stop.line, says: `loading ends here: ${stop.why}`, wins: true });
  if (status !== null) found.push({ source: 'auditctl -s', says: `enabled ${status.enabled}`, wins: true });
  return found;
}

function decision(isMeant: boolean): readonly string[] {
  return [
    'decide whether audit rules are to be locked: every change of them, also by a rollback, then waits for a reboot',
    isMeant
      ? 'set lock = true in [audit/rules-immutable] of the policy, to be told what keeps the -e 2 that is there from being reached'
      : 'set lock = true in [audit/rules-immutable] of the policy once all other rules are as they should be; unattended also allow = one-way in [run]',
  ];
}

function obstacles(rules: AuditRules, activity: Given['activity']): readonly string[] {
  const { directory, enabled, status } = rules;
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const first = auditBeforeAdding(rules);
  if (first.length > 0) return first;
  const steps = [...auditBeforeLoading(rules, FILE, 'the last')];
  if (!directory)
    return [...steps, 'put the line "-e 2" at the end of /etc/audit/audit.rules, behind all rules; reboot'];
  if (enabled !== null && versionOrder(nameOf(enabled.source), FILE) > 0)
    steps.push(
      `take "-e ${enabled.value}" out of ${enabled.source}, line ${enabled.line}: it is read after ${FILE}, and the last one wins`,
    );
  // Its start loads the files, and with them the lock, at once and without a way back.
  if (status !== null && status.enabled !== 2 && activity !== null && activity !== 'active')
    steps.push(
      'start auditd first (audit/auditd-active): its start would lock the rules at once; then plan again',
    );
  return steps;
}
