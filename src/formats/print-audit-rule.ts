import type { AuditRule } from './audit-rule.ts';

/**
 * A rule as `auditctl -l` prints it, with -w or -a, whichever auditctl would take; without the slash behind
 * a watched directory, and with system calls in alphabetical order.
 */
export function printAuditRule(rule: AuditRule): string {
  const { action, list, syscalls, watched, perms, fields, keys } = rule;
  const always = action === 'always' && list === 'exit';
  if (always && watched !== null && perms !== null && fields.length === 0 && syscalls.length === 0)
    return [
      `${rule.adds ? '-w' : '-W'} ${escaped(watched.path)} -p ${perms}`,
      ...keys.map((key) => `-k ${escaped(key)}`),
    ].join(' ');
  const arches = fields.filter(({ name }) => name === 'arch');
  const others = fields.filter(({ name }) => name !== 'arch');
  return [
    `${rule.adds ? '-a' : '-d'} ${action},${list}`,
    ...arches.map(({ op, value }) => `-F arch${op}${value}`),
    ...(['user', 'task', 'exclude', 'filesystem'].includes(list)
      ? []
      : [`-S ${syscalls.join(',') || 'all'}`]),
    ...(watched === null ? [] : [`-F ${watched.type ?? 'path'}=${escaped(watched.path)}`]),
    ...(perms === null ? [] : [`-F perm=${perms}`]),
    ...others.map(({ name, op, value }) =>
      name.startsWith('compare ') ? `-C ${name.slice(8)}${op}${value}` : `-F ${name}${op}${escaped(value)}`,
    ),
    ...keys.map((key) => `-F key=${escaped(key)}`),
  ].join(' ');
}

function escaped(word: string): string {
  return word.replace(/[\\ ]/g, '\\$&');
}
