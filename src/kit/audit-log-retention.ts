import type { Auditd } from '../facts/auditd.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { auditdSettings } from './auditd-settings.ts';

export interface AuditLogPolicy {
  readonly policy: 'undecided' | 'rotate' | 'keep-logs';
  /** What is kept with `rotate`, in MiB. */
  readonly megabytes: number;
  /** Whether something takes closed logs away. */
  readonly isArchived: boolean;
}

const NAMES = ['write_logs', 'max_log_file_action', 'max_log_file', 'num_logs'];
/** auditd renames every one of them at each rotation, while records wait. */
const MANY_LOGS = 100;
const USUAL_MEGABYTES = 8;
const MOST_LOGS = 999;

/** As much of the log is kept as was decided, and never less than now: auditd deletes what is more than it is told to keep. */
export function auditLogRetention(auditd: Auditd, wanted: AuditLogPolicy): Requirement {
  const { policy, megabytes } = wanted;
  const { skipped, evidence, value } = auditdSettings;
  const about = {
    object: 'log:retention',
    statement:
      policy === 'rotate'
        ? `the last ${megabytes} MB of the audit log are kept`
        : policy === 'keep-logs'
          ? 'no part of the audit log is deleted by auditd'
          : 'it is decided how much of the audit log is kept',
    evidence: [...evidence(auditd, NAMES), ...fileSystem(auditd), ...skipped(auditd)],
  };
  const manual = (...steps: string[]): Requirement => ({ ...about, verdict: 'manual', wishes: [], steps });
  const now = {
    action: value(auditd, 'max_log_file_action'),
    size: Number(value(auditd, 'max_log_file')),
    count: Number(value(auditd, 'num_logs')),
  };

  if (policy === 'undecided') return manual(...proposal(auditd, now));
  if (value(auditd, 'write_logs') === 'no')
    return manual(
      'auditd writes no log here (write_logs = no): set write_logs = yes in /etc/audit/auditd.conf and plan again, or waive this where another program keeps the records',
    );
  if (policy === 'keep-logs') {
    if (now.action === 'keep_logs' && now.size > 0) return { ...about, verdict: 'met', wishes: [] };
    if (!wanted.isArchived)
      return manual(
        'first see to the archive, log:archive: without one, logs that are kept for ever fill the disk',
      );
    return {
      ...about,
      verdict: 'unmet',
      wishes: changed(auditd, { action: 'keep_logs', size: now.size || USUAL_MEGABYTES }),
    };
  }

  if (now.action === 'rotate' && now.count > 1 && now.count * now.size >= megabytes)
    return { ...about, verdict: 'met', wishes: [] };
  const next = sizes(now, megabytes);
  const most = room(auditd);
  if (most !== null && next.size * next.count > most)
    return manual(
      `set megabytes = ${Math.max(most, 0)} or less in [audit/log-retention] of the policy, or enlarge the file system of ${auditd.directory}: ${next.size * next.count} MB do not fit beside the space that auditd warns below`,
    );
  // With the new number auditd would delete older logs at once, and no rollback brings them back.
  if (now.action === 'keep_logs')
    return manual(
      `copy what is older than the last ${megabytes} MB from ${auditd.directory} to a safe place: auditd keeps all logs now, and deletes them once it rotates`,
      'set max_log_file_action = ROTATE in /etc/audit/auditd.conf and plan again',
    );
  return { ...about, verdict: 'unmet', wishes: changed(auditd, { action: 'rotate', ...next }) };
}

/** Never fewer, never smaller. */
function sizes(now: { size: number; count: number }, megabytes: number): { size: number; count: number } {
  const size = Math.max(now.size, USUAL_MEGABYTES, Math.ceil(megabytes / MANY_LOGS));
  return { size, count: Math.min(Math.max(now.count, 2, Math.ceil(megabytes / size)), MOST_LOGS) };
}

function changed(
  auditd: Auditd,
  { action, size, count }: { action: string; size: number; count?: number },
): readonly Wish[] {
  const wanted = [
    ['max_log_file_action', action],
    ['max_log_file', String(size)],
    ...(count === undefined ? [] : [['num_logs', String(count)]]),
  ];
  return wanted.flatMap(([name = '', desired = '']) =>
    auditdSettings.value(auditd, name) === desired ? [] : [auditdSettings.wish(name, desired.toUpperCase())],
  );
}

/** What logs may take before auditd says that space is low; null where the size is not known. */
function room(auditd: Auditd): number | null {
  if (auditd.megabytes === null) return null;
  const left = auditdSettings.value(auditd, 'space_left');
  const part = Number(left.replace('%', ''));
  return auditd.megabytes - (left.endsWith('%') ? Math.ceil((auditd.megabytes * part) / 100) : part);
}

function proposal(auditd: Auditd, now: { action: string; size: number; count: number }): readonly string[] {
  const most = room(auditd);
  const fits =
    most === null ? '' : `; at most ${Math.max(most, 0)} fit on the file system of ${auditd.directory}`;
  const kept =
    now.action === 'rotate'
      ? `${now.size * now.count} MB are kept now`
      : `max_log_file_action is ${now.action} now`;
  return [
    `decide whether auditd deletes the oldest logs (${kept}) or keeps all for an archive to fetch; PCI DSS asks for 12 months, 3 of them at hand`,
    `set policy = rotate in [audit/log-retention] of the policy, and megabytes to what is to be kept${fits}; or policy = keep-logs, and archived-by to the timer that takes closed logs away`,
  ];
}

function fileSystem({ directory, megabytes }: Auditd) {
  if (megabytes === null) return [];
  return [{ source: directory, says: `on a file system of ${megabytes} MB`, wins: false }];
}
