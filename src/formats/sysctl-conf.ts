import { type Format, Malformed } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One line of a sysctl.d file that says something about a key. */
export interface SysctlAssignment {
  /** 1-based. */
  readonly line: number;
  /** The path below /proc/sys, or a glob(7) over such paths. */
  readonly key: string;
  /** Null for an exclusion (`-key` without `=`): no glob sets this key. */
  readonly value: string | null;
  /** Written with a leading `-`: failing to set it is not reported. */
  readonly ignoreErrors: boolean;
}

/**
 * Reads a file as sysctl.d(5) says. A line that is neither assignment nor exclusion is a {@link Malformed}:
 * systemd and procps skip it with a warning, but what its author wanted is not in force.
 */
export function parseSysctlConf(text: string): readonly SysctlAssignment[] {
  const assignments: SysctlAssignment[] = [];
  for (const [i, { text: raw }] of splitLines(text).entries()) {
    const line = i + 1;
    if (/[\r\0]/.test(raw)) throw new Malformed(line, 'a carriage return or NUL inside a line');
    const said = trim(raw);
    if (said === '' || said.startsWith('#') || said.startsWith(';')) continue;
    const equals = said.indexOf('=');
    const dashed = said.startsWith('-');
    const name = trim(said.slice(dashed ? 1 : 0, equals < 0 ? undefined : equals));
    if (name === '' || (equals < 0 && !dashed)) throw new Malformed(line, 'neither key = value nor -key');
    const value = equals < 0 ? null : trim(said.slice(equals + 1));
    assignments.push({ line, key: sysctlPath(name), value, ignoreErrors: dashed && value !== null });
  }
  return assignments;
}

/**
 * The path below /proc/sys: where the first separator is a dot, dots and slashes change places
 * (`net.ipv4.conf.eth0/100.rp_filter` is `net/ipv4/conf/eth0.100/rp_filter`).
 */
export function sysctlPath(name: string): string {
  const path = /[./]/.exec(name)?.[0] === '.' ? swapSeparators(name) : name;
  return path.replace(/\/+/g, '/').replace(/^\/|\/$/g, '');
}

/** The dotted name of a path below /proc/sys: `sysctlPath(sysctlName(p))` is `p`. */
export function sysctlName(path: string): string {
  return swapSeparators(path);
}

/** Parts are dotted keys; the value is what the file's last line for the key says, null also for an exclusion. */
export const sysctlFormat: Format = {
  name: 'sysctl',

  get(text, part) {
    return linesFor(text, part).at(-1)?.value ?? null;
  },

  set(text, part, desired) {
    const present = linesFor(text, part);
    const last = present.at(-1);
    if ((last?.value ?? null) === desired) return text;
    const lines = splitLines(text);
    if (desired === null) {
      const set = present.filter((each) => each.value !== null).reverse();
      return joinLines(set.reduce((left, { line }) => spliceLines(left, line - 1, 1, []), lines));
    }
    if (typeof desired !== 'string' || /[\n\r\0]/.test(desired) || trim(desired) !== desired)
      throw new TypeError(`no value for a sysctl.d file: ${JSON.stringify(desired)}`);
    if (last === undefined || last.value === null)
      return joinLines(spliceLines(lines, lines.length, 0, [`${sysctlName(sysctlPath(part))} = ${desired}`]));
    const [assigned = ''] = /^[^=]*=[ \t]*/.exec(lines[last.line - 1]?.text ?? '') ?? [];
    return joinLines(spliceLines(lines, last.line - 1, 1, [assigned + desired]));
  },
};

function linesFor(text: string, part: string): readonly SysctlAssignment[] {
  const key = sysctlPath(part);
  return parseSysctlConf(text).filter((assignment) => assignment.key === key);
}

function swapSeparators(name: string): string {
  return name.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}

/** Strips systemd's WHITESPACE, which is less than JavaScript's. */
function trim(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}
