import type { KnownAuditRule } from '../facts/audit-rules.ts';
import type { AuditField } from '../formats/audit-rule.ts';
import type { AuditWatch } from './audit-watch.ts';

/**
 * The rules by which every wanted access is recorded, whatever their keys: the first that does it alone, or
 * the first pair of one for 64-bit and one for 32-bit programs. Empty where there are none.
 */
export function coveringRules<R extends KnownAuditRule>(
  rules: readonly R[],
  wanted: AuditWatch,
): readonly R[] {
  const fitting = rules.filter((each) => fits(each, wanted));
  const alone = fitting.find(({ rule }) => !rule.fields.some(isArch));
  if (alone !== undefined) return [alone];
  const wide = fitting.find(({ rule }) =>
    rule.fields.some((field) => isArch(field) && field.value === 'b64'),
  );
  const narrow = fitting.find(({ rule }) =>
    rule.fields.some((field) => isArch(field) && field.value === 'b32'),
  );
  return wide === undefined || narrow === undefined ? [] : [wide, narrow];
}

function fits({ rule, target }: KnownAuditRule, wanted: AuditWatch): boolean {
  const { perms } = rule;
  if (!rule.adds || rule.action !== 'always' || rule.list !== 'exit' || rule.syscalls.length > 0)
    return false;
  if (perms !== null && ![...wanted.perms].every((letter) => perms.includes(letter))) return false;
  // A condition that was not wished for leaves accesses out.
  const extra = rule.fields.filter((field) => !isArch(field) && !(wanted.only ?? []).some(isSame(field)));
  if (extra.length > 0 || target === null) return false;
  if (target.path === wanted.path) return wanted.type === 'path' || rule.watched?.type !== 'path';
  // Of what is deeper below a watched directory nothing is known: watches do not cross mount points.
  const parent = wanted.path.slice(0, wanted.path.lastIndexOf('/'));
  return wanted.type === 'path' && target.path === parent && rule.watched?.type !== 'path';
}

function isArch(field: AuditField): boolean {
  return field.name === 'arch' && field.op === '=';
}

/** `auid!=unset` is what auditctl prints as `auid!=-1`. */
function isSame({ name, op, value }: AuditField): (condition: string) => boolean {
  return (condition) => condition.replace(/=unset$/, '=-1') === `${name}${op}${value}`;
}
