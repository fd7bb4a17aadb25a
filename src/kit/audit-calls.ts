import type { AuditRules, KnownAuditRule } from '../facts/audit-rules.ts';
import type { Requirement } from '../model/requirement.ts';
import { auditRecorded } from './audit-recorded.ts';
import { coveringCalls } from './covering-calls.ts';
import { syscallsFor } from './syscalls-for.ts';

/** What is to be recorded of system calls. */
export interface AuditCalls {
  /** A word for them: `mounts`. */
  readonly topic: string;
  readonly syscalls: readonly string[];
  /** What only programs of 32 bits can call: auditctl(8) refuses the name for others. */
  readonly syscalls32?: readonly string[];
  /** For programs of these sizes: a rule without one would hold for the numbers of one architecture only. */
  readonly arches: readonly ('b64' | 'b32')[];
  /** Conditions and comparisons that leave out noise: `auid>=1000`, `-C uid!=euid`. */
  readonly only?: readonly string[];
  /** Rules file below /etc/audit/rules.d. */
  readonly file: string;
  /** The last is this playbook's own. */
  readonly keys: readonly string[];
}

/** System calls are recorded, now and after a reboot. */
export function auditCalls(rules: AuditRules, calls: AuditCalls): Requirement {
  const { topic, arches, only = [], file } = calls;
  const syscalls = [...new Set(arches.flatMap((arch) => syscallsFor(calls, arch)))].sort();
  const names = syscalls.join(', ');
  const condition =
    only.length === 0 ? '' : ` where ${only.map((each) => each.replace('-C ', '')).join(' and ')}`;
  return auditRecorded(rules, {
    object: `calls:${topic}`,
    statement: `the system calls ${names} are recorded${condition}, now and after a reboot`,
    nothing: `no rule for ${names}${condition} by programs of ${arches.map((arch) => arch.slice(1)).join(' and ')} bits`,
    file,
    lines: arches.map((arch) => ({
      text: ruleLine(calls, arch),
      coveredBy: (known) => coveringCalls(known, calls, arch),
    })),
    isAbout: ({ rule }) =>
      rule.action === 'always' && rule.syscalls.some((syscall) => syscalls.includes(syscall)),
    isSilencedBy: (known) => silences(known, syscalls),
    isMadeLater: false,
    unfit: [],
  });
}

function ruleLine(calls: AuditCalls, arch: string): string {
  const { only = [], keys } = calls;
  return [
    `-a always,exit -F arch=${arch} -S ${syscallsFor(calls, arch).join(',')}`,
    ...only.map((each) => (each.startsWith('-C ') ? each : `-F ${each}`)),
    ...keys.map((key) => `-k ${key}`),
  ].join(' ');
}

/** A never-rule for one of these calls without another condition, in a list that counts. */
function silences({ rule }: KnownAuditRule, syscalls: readonly string[]): boolean {
  if (!rule.adds || rule.action !== 'never' || rule.watched !== null) return false;
  if (rule.list !== 'task' && rule.list !== 'exit') return false;
  return (
    rule.fields.every(({ name }) => name === 'arch') &&
    (rule.syscalls.length === 0 || rule.syscalls.some((syscall) => syscalls.includes(syscall)))
  );
}
