import { type AuditdConf, auditdSetting } from './auditd-conf.ts';

/** Why auditd would not start with it, and the line. */
export interface AuditdProblem {
  readonly line: number;
  readonly why: string;
}

const NUMBERS = ['freq', 'max_log_file', 'num_logs', 'priority_boost'];
const SPACES = ['space_left', 'admin_space_left'];
const MOST_LOGS = 999;
const DISK = ['ignore', 'syslog', 'rotate', 'exec', 'suspend', 'single', 'halt'];
const ACTIONS: { readonly [name: string]: readonly string[] } = {
  max_log_file_action: ['ignore', 'syslog', 'suspend', 'rotate', 'keep_logs'],
  space_left_action: [...DISK, 'email'],
  admin_space_left_action: [...DISK, 'email'],
  disk_full_action: DISK,
  disk_error_action: DISK.filter((action) => action !== 'rotate'),
};

/**
 * What auditd checks when it starts, of the values that decide how much is kept and what happens when space runs
 * out; null where it would start. Names that are newer than this list are nobody's mistake.
 */
export function auditdProblem(conf: AuditdConf): AuditdProblem | null {
  for (const { name, value, line } of conf.settings) {
    const why = problemOf(name, value);
    if (why !== null) return { line, why };
  }
  return spaceProblem(conf) ?? flushProblem(conf);
}

function problemOf(name: string, value: string): string | null {
  if (NUMBERS.includes(name) && !/^\d+$/.test(value)) return `${name} is no number: ${value}`;
  if (SPACES.includes(name) && !/^(?:\d+|\d{1,2}%)$/.test(value))
    return `${name} is neither megabytes nor a percentage below 100: ${value}`;
  if (name === 'num_logs' && Number(value) > MOST_LOGS) return `num_logs is more than ${MOST_LOGS}`;
  const actions = ACTIONS[name];
  const [action = '', program] = value.toLowerCase().split(' ');
  if (actions === undefined) return null;
  if (!actions.includes(action)) return `${name} knows no ${value}`;
  if (action === 'exec') return program?.startsWith('/') === true ? null : `${name} needs an absolute path`;
  return program === undefined ? null : `${name} has more than one value`;
}

/** Percentages are not compared. */
function spaceProblem(conf: AuditdConf): AuditdProblem | null {
  const [warn, last] = SPACES.map((name) => auditdSetting(conf, name));
  if (warn?.value.endsWith('%') === true || last?.value.endsWith('%') === true) return null;
  const [left, admin] = [Number(warn?.value ?? 0), Number(last?.value ?? 0)];
  if (left > admin || conf.isEmpty) return null;
  const why = `space_left (${left}) must be larger than admin_space_left (${admin})`;
  return { line: warn?.line ?? last?.line ?? 1, why };
}

function flushProblem(conf: AuditdConf): AuditdProblem | null {
  const flush = auditdSetting(conf, 'flush');
  const freq = auditdSetting(conf, 'freq');
  if (flush === null || !flush.value.toLowerCase().startsWith('incremental')) return null;
  if (Number(freq?.value ?? 0) > 0) return null;
  return { line: freq?.line ?? flush.line, why: `freq must be more than 0 with flush = ${flush.value}` };
}
