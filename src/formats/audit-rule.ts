import { Malformed } from '../model/format.ts';

/** One `-F name op value`; `path`, `dir` and `perm` are kept apart, keys too. */
export interface AuditField {
  readonly name: string;
  readonly op: string;
  readonly value: string;
}

/** A rule as the kernel keeps it, with what auditctl(8) lets one write in several ways brought to one. */
export interface AuditRule {
  /** Whether this adds a rule or deletes one (`-d`, `-W`). */
  readonly adds: boolean;
  readonly action: string;
  readonly list: string;
  /** Sorted; empty for all. */
  readonly syscalls: readonly string[];
  /** What is watched, without a trailing slash; `type` is null for `-w`, which looks at the path when it is loaded. */
  readonly watched: { readonly path: string; readonly type: 'path' | 'dir' | null } | null;
  /** Letters out of `rwxa` in that order; null where all accesses count. */
  readonly perms: string | null;
  /** Everything else, `-C` comparisons included, in the order written, architectures first. */
  readonly fields: readonly AuditField[];
  readonly keys: readonly string[];
}

interface Draft {
  adds: boolean;
  target: { action: string; list: string } | null;
  syscalls: string[];
  watched: AuditRule['watched'];
  perms: string | null;
  fields: AuditField[];
  keys: string[];
}

/** Reads the options of one rule, in pairs of letter and argument; `line` is for the {@link Malformed}. */
export function auditRuleOf(options: readonly (readonly [string, string])[], line: number): AuditRule {
  const draft: Draft = {
    adds: true,
    target: null,
    syscalls: [],
    watched: null,
    perms: null,
    fields: [],
    keys: [],
  };
  for (const [letter, argument] of options) take(draft, letter, argument, line);
  const { target, ...rest } = draft;
  if (target === null) throw new Malformed(line, 'a rule without -a, -A, -d, -w or -W');
  const arches = rest.fields.filter(({ name }) => name === 'arch');
  return {
    ...rest,
    ...target,
    syscalls: rest.syscalls.includes('all') ? [] : [...new Set(rest.syscalls)].sort(),
    fields: [...arches, ...rest.fields.filter(({ name }) => name !== 'arch')],
  };
}

function take(draft: Draft, letter: string, argument: string, line: number): void {
  switch (letter) {
    case 'a':
    case 'A':
    case 'd':
      draft.target = target(argument, line);
      draft.adds = letter !== 'd';
      return;
    case 'w':
    case 'W':
      if (!argument.startsWith('/')) throw new Malformed(line, 'a watch needs an absolute path');
      draft.target = { action: 'always', list: 'exit' };
      draft.adds = letter === 'w';
      draft.watched = { path: withoutSlash(argument), type: null };
      // auditctl(8): a watch without -p is for all four.
      draft.perms ??= 'rwxa';
      return;
    case 'p':
      draft.perms = perms(argument, line);
      return;
    case 'k':
      draft.keys.push(argument);
      return;
    case 'S':
      draft.syscalls.push(...argument.split(','));
      return;
    case 'C':
      draft.fields.push(comparison(fieldOf(argument, line, 'compare ')));
      return;
    case 'F':
      takeField(draft, fieldOf(argument, line, ''), line);
      return;
    default:
      throw new Malformed(line, `-${letter} does not belong to a rule`);
  }
}

function takeField(draft: Draft, field: AuditField, line: number): void {
  const { name, op, value } = field;
  if (name === 'key' && op === '=') draft.keys.push(value);
  else if (name === 'perm' && op === '=') draft.perms = perms(value, line);
  else if ((name === 'path' || name === 'dir') && op === '=')
    draft.watched = { path: withoutSlash(value), type: name };
  else draft.fields.push({ name, op, value: canonicalValue(name, value) });
}

const ACTIONS = ['always', 'never', 'possible'];
const LISTS = ['task', 'exit', 'user', 'exclude', 'filesystem', 'io_uring', 'entry'];

/** `exit,always` and `always,exit` are one. */
function target(argument: string, line: number): { action: string; list: string } {
  const words = argument.split(',');
  const action = words.find((word) => ACTIONS.includes(word));
  const list = words.find((word) => LISTS.includes(word));
  if (words.length !== 2 || action === undefined || list === undefined)
    throw new Malformed(line, `neither list nor action: ${argument}`);
  return { action, list };
}

function perms(letters: string, line: number): string {
  if (!/^[rwxa]{1,4}$/.test(letters)) throw new Malformed(line, `permissions other than rwxa: ${letters}`);
  return [...'rwxa'].filter((letter) => letters.includes(letter)).join('');
}

function fieldOf(argument: string, line: number, prefix: string): AuditField {
  const [, name, op, value] = /^([A-Za-z]\w*)(!=|>=|<=|&=|=|>|<|&)(.+)$/.exec(argument) ?? [];
  if (name === undefined || op === undefined || value === undefined)
    throw new Malformed(line, `not a field, an operator and a value: ${argument}`);
  return { name: prefix + name, op, value };
}

function withoutSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

/** As the kernel lists the two sides of a comparison, which is the same either way round. */
const SIDES = ['uid', 'gid', 'auid', 'euid', 'egid', 'suid', 'sgid', 'fsuid', 'fsgid', 'obj_uid', 'obj_gid'];

function comparison(field: AuditField): AuditField {
  const left = field.name.slice('compare '.length);
  if (SIDES.indexOf(left) <= SIDES.indexOf(field.value) || !SIDES.includes(field.value)) return field;
  return { ...field, name: `compare ${field.value}`, value: left };
}

const UID_FIELDS = /^(?:auid|loginuid|[efs]?[s]?uid|obj_uid|[efs]?[s]?gid|obj_gid)$/;
const WIDE = ['x86_64', 'aarch64', 'ppc64', 'ppc64le', 's390x', 'ia64', 'riscv64'];
const NARROW = [
  'i386',
  'i486',
  'i586',
  'i686',
  'arm',
  'armeb',
  'armv5tejl',
  'armv7l',
  'ppc',
  's390',
  'riscv32',
];

/** Values as `auditctl -l` prints them, as far as that needs no table of this host. */
function canonicalValue(name: string, value: string): string {
  if (name === 'arch') return WIDE.includes(value) ? 'b64' : NARROW.includes(value) ? 'b32' : value;
  if (UID_FIELDS.test(name))
    return value === 'unset' || value === '4294967295' ? '-1' : value === 'root' ? '0' : value;
  if (/^a[0-3]$/.test(name) && /^(?:\d+|0x[\da-f]+)$/i.test(value))
    return `0x${Number(value).toString(16).toUpperCase()}`;
  return value;
}
