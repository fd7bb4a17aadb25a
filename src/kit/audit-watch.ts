import type { AuditRules, KnownAuditRule } from '../facts/audit-rules.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import { auditRecorded } from './audit-recorded.ts';
import { coveringRules } from './covering-rules.ts';

/** What is to be recorded of accesses to one file or directory. */
export interface AuditWatch {
  readonly path: Path;
  readonly type: 'path' | 'dir';
  /** Letters out of `rwxa`. */
  readonly perms: string;
  /** Conditions that leave out noise: `auid>=1000`. */
  readonly only?: readonly string[];
  /** Rules file below /etc/audit/rules.d. */
  readonly file: string;
  /** The last is this playbook's own. */
  readonly keys: readonly string[];
}

/** Accesses to a path are recorded, now and after a reboot. */
export function auditWatch(rules: AuditRules, watch: AuditWatch): Requirement {
  const { path, perms, file } = watch;
  const isMadeLater = neededAtLoad(watch).startsWith('/run/');
  return auditRecorded(rules, {
    object: `file:${path}`,
    statement: `accesses (${perms}) to ${path} are recorded, now and after a reboot`,
    nothing: `no rule for ${perms} on ${path}`,
    file,
    lines: [{ text: ruleLine(watch), coveredBy: (known) => coveringRules(known, watch) }],
    isAbout: ({ target }) => target?.path === path,
    isSilencedBy: (rule) => silences(rule, watch),
    isMadeLater,
    unfit: unfit(watch, isMadeLater),
  });
}

/** Rules load before services start, and a watch in a missing directory fails. */
function neededAtLoad({ path, type }: AuditWatch): string {
  return type === 'dir' ? path : path.slice(0, path.lastIndexOf('/'));
}

/**
 * Without an architecture the rule holds for 32-bit programs too, and loads on every machine: `arch=b32` is
 * refused where there is none, and a refused rule keeps all later ones from loading.
 */
function ruleLine({ path, type, perms, only, keys }: AuditWatch): string {
  const conditions = [`${type}=${path}`, `perm=${perms}`, ...(only ?? [])];
  return [
    '-a always,exit',
    ...conditions.map((each) => `-F ${each}`),
    ...keys.map((key) => `-k ${key}`),
  ].join(' ');
}

function unfit({ path, perms, keys }: AuditWatch, isMadeLater: boolean): readonly string[] {
  if (/[^\x21-\x7e]|\\/.test(path))
    return [`give ${path} a name without blanks and special characters: audit rules cannot hold it`];
  if (!isMadeLater) return [];
  return [
    `load the watch from a unit that starts after the service that makes ${path}: "auditctl -w ${path} -p ${perms} -k ${keys[0]}"; in the files it would fail at boot and keep all later rules from loading`,
  ];
}

/** An unconditional never-rule, or one for just this path, in a list that counts. */
function silences({ rule, target }: KnownAuditRule, { path }: AuditWatch): boolean {
  if (!rule.adds || rule.action !== 'never' || rule.syscalls.length > 0) return false;
  if (rule.list !== 'task' && rule.list !== 'exit') return false;
  return rule.fields.every(({ name }) => name === 'arch') && (target === null || target.path === path);
}
