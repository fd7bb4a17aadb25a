import { type AuditRules, auditRules } from '../facts/audit-rules.ts';
import { dockerBinaries } from '../facts/docker-binaries.ts';
import { dockerFiles } from '../facts/docker-files.ts';
import { canonicalAuditRule } from '../formats/canonical-audit-rule.ts';
import type { Path } from '../model/path.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { auditEvidence } from './audit-evidence.ts';
import { auditObstacles } from './audit-obstacles.ts';
import { coveringRules } from './covering-rules.ts';
import { isMadeLater } from './is-made-later.ts';

/** What is to be recorded of accesses to one file or directory. */
export interface AuditWatch {
  readonly path: Path;
  readonly type: 'path' | 'dir';
  /** Letters out of `rwxa`. */
  readonly perms: string;
  /** Conditions that leave out noise: `auid>=1000`. */
  readonly only?: readonly string[];
  /** Rules file below /etc/audit/rules.d, and the key that is this playbook's own besides `docker`. */
  readonly file: string;
  readonly key: string;
}

/** Audit rules: what files configure, what is loaded, and requirements on both. */
export const audit = { rules: auditRules, dockerBinaries, dockerFiles, watch };

/**
 * Accesses to a path are recorded, now and after a reboot, by whosever rule. Unmet, it wishes for a line in
 * a rules file and for the same rule in the kernel.
 */
function watch(rules: AuditRules, wanted: AuditWatch): Requirement {
  const about = {
    object: `file:${wanted.path}`,
    statement: `accesses (${wanted.perms}) to ${wanted.path} are recorded, now and after a reboot`,
  };
  const line = ruleLine(wanted);
  const configured = coveringRules(
    rules.configured.filter(({ fails }) => fails === null),
    wanted,
  );
  const loaded = rules.loaded === null ? null : coveringRules(rules.loaded, wanted);
  const evidence = auditEvidence(rules, wanted, configured, loaded);
  const isConfigured = configured.length > 0 || (isMadeLater(wanted) && loaded !== null && loaded.length > 0);
  const isLoaded = loaded === null || loaded.length > 0;
  const steps = auditObstacles(rules, wanted, isConfigured && isLoaded);
  if (steps.length > 0) return { ...about, verdict: 'manual', evidence, wishes: [], steps };
  if (isConfigured && isLoaded) return { ...about, verdict: 'met', evidence, wishes: [] };

  const isLocked = rules.status?.enabled === 2;
  if (isConfigured && isLocked)
    return { ...about, verdict: 'pending', pending: 'reboot', evidence, wishes: [] };
  const file = rules.directory ? `/etc/audit/rules.d/${wanted.file}` : '/etc/audit/audit.rules';
  const wishes: Wish[] = [];
  if (!isConfigured) wishes.push({ kind: 'entry', key: file, part: `audit:${line}`, desired: true });
  // A file that others may read tells an intruder what is not watched.
  if (!isConfigured && rules.directory)
    wishes.push({ kind: 'entry', key: file, part: 'mode', desired: 0o640 });
  if (!isLoaded && !isLocked) {
    const [only] = configured.length === 1 ? configured : [];
    wishes.push({ kind: 'audit-rule', key: only?.canonical ?? canonicalAuditRule(line), desired: true });
  }
  return { ...about, verdict: 'unmet', evidence, wishes };
}

/**
 * Without an architecture the rule holds for 32-bit programs too, and loads on every machine: `arch=b32` is
 * refused where there is none, and a refused rule keeps all later ones from loading.
 */
function ruleLine({ path, type, perms, only, key }: AuditWatch): string {
  const conditions = [`${type}=${path}`, `perm=${perms}`, ...(only ?? [])];
  return ['-a always,exit', ...conditions.map((each) => `-F ${each}`), '-k docker', `-k ${key}`].join(' ');
}
