import type { KnownAuditRule } from '../facts/audit-rules.ts';
import { ruleIn } from '../formats/canonical-audit-rule.ts';
import type { AuditCalls } from './audit-calls.ts';
import { syscallsFor } from './syscalls-for.ts';

/**
 * The rules by which every call by programs of one size is recorded, whatever their keys: for each call the first
 * that does it. Empty where one of them is not.
 */
export function coveringCalls<R extends KnownAuditRule>(
  rules: readonly R[],
  calls: AuditCalls,
  arch: string,
): readonly R[] {
  const conditions = new Set(conditionsOf(calls.only ?? []));
  const fitting = rules.filter(({ rule }) => {
    if (!rule.adds || rule.action !== 'always' || rule.list !== 'exit') return false;
    if (rule.watched !== null || rule.perms !== null) return false;
    const arches = rule.fields.filter(({ name }) => name === 'arch');
    // Without an architecture only a rule for all calls holds for all programs.
    if (arches.length === 0 && rule.syscalls.length > 0) return false;
    return (
      arches.every(({ op, value }) => op === '=' && value === arch) &&
      rule.fields.every((field) => field.name === 'arch' || conditions.has(text(field)))
    );
  });
  const found = syscallsFor(calls, arch).map((syscall) =>
    fitting.find(({ rule }) => rule.syscalls.length === 0 || rule.syscalls.includes(syscall)),
  );
  return found.includes(undefined) ? [] : [...new Set(found.filter((each) => each !== undefined))];
}

/** As the rules have them: `auid!=unset` is `auid!=-1` there. */
function conditionsOf(only: readonly string[]): readonly string[] {
  const words = only.map((each) => (each.startsWith('-C ') ? each : `-F ${each}`));
  return (ruleIn(`-a always,exit -S all ${words.join(' ')}`)?.fields ?? []).map(text);
}

function text({ name, op, value }: { name: string; op: string; value: string }): string {
  return `${name}${op}${value}`;
}
