import type { AuditRule } from '../formats/audit-rule.ts';
import { printAuditRule } from '../formats/print-audit-rule.ts';
import type { Path } from '../model/path.ts';
import type { AuditItem } from './audit-configuration.ts';
import type { AuditTarget } from './audit-target.ts';

interface Loading {
  /** Why a rule will not be in the kernel after boot. */
  readonly failures: ReadonlyMap<AuditRule, string>;
  /** The first failure that ends loading: what follows is not loaded either. */
  readonly stop: { readonly source: Path; readonly line: number; readonly why: string } | null;
}

/**
 * Plays `auditctl -R`: it stops at the first rule that the kernel refuses, unless `-c` or `-i` came before.
 * Refused are a watch whose directory is missing, a rule that is there already, one to delete that is not
 * there, and everything after `-e 2`.
 */
export function loadAtBoot(
  items: readonly AuditItem[],
  targets: ReadonlyMap<AuditRule, AuditTarget>,
): Loading {
  const failures = new Map<AuditRule, string>();
  const present = new Map<string, AuditRule>();
  let stop: Loading['stop'] = null;
  let goesOn = false;
  let locked = false;
  for (const item of items) {
    const at = `${item.source}:${item.line}`;
    if (stop !== null) {
      if (item.says === 'rule') failures.set(item.rule, `loading stops at ${stop.source}:${stop.line}`);
    } else if (item.says === 'option') {
      if (item.name === '-c' || item.name === '-i') goesOn = true;
      if (item.name === '-e' && item.value === '2') locked = true;
      if (item.name === '-D') forget(item.value, at);
    } else {
      const why = locked ? 'the rules are locked by then' : load(item.rule, at);
      if (why !== null) failures.set(item.rule, why);
      if (why !== null && !goesOn) stop = { source: item.source, line: item.line, why };
    }
  }
  return { failures, stop };

  function load(rule: AuditRule, at: string): string | null {
    const canonical = printAuditRule({ ...rule, adds: true });
    const before = present.get(canonical);
    if (!rule.adds) {
      present.delete(canonical);
      if (before === undefined) return 'there is no such rule to delete';
      failures.set(before, `deleted at ${at}`);
      return null;
    }
    if (before !== undefined) return 'the rule exists already';
    const missing = targets.get(rule)?.missing ?? null;
    if (missing === null) present.set(canonical, rule);
    return missing;
  }

  function forget(key: string | null, at: string): void {
    for (const [canonical, rule] of present) {
      if (key !== null && !rule.keys.some((each) => each.includes(key))) continue;
      present.delete(canonical);
      failures.set(rule, `deleted at ${at}`);
    }
  }
}
