import { type Format, Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One `Key=value` of a unit file, with continuation lines joined as systemd joins them. */
export interface UnitAssignment {
  readonly section: string;
  readonly key: string;
  /** Empty where the assignment resets the key. */
  readonly value: string;
  /** 1-based; the first of the `count` lines it takes up. */
  readonly line: number;
  readonly count: number;
}

/**
 * Reads a unit file as systemd.syntax(7) says and config_parse() does: what systemd ignores with a
 * warning (no `=`, an assignment before the first section) is ignored; a broken section header, for which
 * it refuses the whole unit, is a {@link Malformed}.
 */
export function parseSystemdUnit(text: string): readonly UnitAssignment[] {
  const assignments: UnitAssignment[] = [];
  let section: string | null = null;
  for (const { text: logical, line, count } of logicalLines(text)) {
    if (logical.startsWith('[')) {
      section = sectionName(logical, line);
      continue;
    }
    const equals = logical.indexOf('=');
    if (section === null || equals <= 0) continue;
    const key = trim(logical.slice(0, equals));
    assignments.push({ section, key, value: trim(logical.slice(equals + 1)), line, count });
  }
  return assignments;
}

/** Parts are `Section/Key`: the values of all its assignments in this file, in order, resets included. */
export const unitFormat: Format = {
  name: 'unit',

  get(text, part) {
    const values = assignmentsOf(text, part).map((assignment) => assignment.value);
    return values.length === 0 ? null : values;
  },

  set(text, part, desired) {
    const values = desired === null ? [] : wanted(desired);
    const [section, key] = namesIn(part);
    const present = assignmentsOf(text, part);
    let lines = splitLines(text);
    const last = present.at(-1);
    const added = values.slice(present.length).map((value) => `${key}=${value}`);
    if (last !== undefined) {
      lines = spliceLines(lines, last.line - 1 + last.count, 0, added);
    } else if (added.length > 0) {
      const place = endOfSection(text, section);
      const header = place === null ? [...(lines.length === 0 ? [] : ['']), `[${section}]`] : [];
      lines = spliceLines(lines, place ?? lines.length, 0, [...header, ...added]);
    }
    for (const [i, { line, count, value }] of [...present.entries()].reverse()) {
      const to = values[i];
      if (to !== value) lines = spliceLines(lines, line - 1, count, to === undefined ? [] : [`${key}=${to}`]);
    }
    const result = joinLines(lines);
    // A backslash at the end of the text would swallow what comes after it.
    if (JSON.stringify(unitFormat.get(result, part)) !== JSON.stringify(desired))
      throw new Malformed(splitLines(text).length, 'the last line continues, but nothing follows');
    return result;
  },
};

function assignmentsOf(text: string, part: string): readonly UnitAssignment[] {
  const [section, key] = namesIn(part);
  return parseSystemdUnit(text).filter((each) => each.section === section && each.key === key);
}

function namesIn(part: string): [section: string, key: string] {
  const slash = part.indexOf('/');
  const names: [string, string] = [part.slice(0, slash), part.slice(slash + 1)];
  if (!/^[\w-]+\/[\w-]+$/.test(part)) throw new TypeError(`no part of a unit: ${part}`);
  return names;
}

/** The wished values, if a unit file can hold them: one line each, without what parsing would strip. */
function wanted(desired: Json): readonly string[] {
  if (!Array.isArray(desired) || desired.length === 0)
    throw new TypeError('a unit part is a list of strings');
  return desired.map((value: Json) => {
    const text = `[S]\nK=${String(value)}`;
    if (typeof value !== 'string' || parseSystemdUnit(text).at(-1)?.value !== value)
      throw new TypeError(`no value for a unit file: ${JSON.stringify(value)}`);
    return value;
  });
}

/** Index of the line after the section's last line that says something; null where there is no such section. */
function endOfSection(text: string, wantedSection: string): number | null {
  let place: number | null = null;
  let current: string | null = null;
  for (const { text: logical, line, count } of logicalLines(text)) {
    if (logical.startsWith('[')) current = sectionName(logical, line);
    if (current === wantedSection) place = line - 1 + count;
  }
  return place;
}

function sectionName(header: string, line: number): string {
  if (!header.endsWith(']')) throw new Malformed(line, 'section header without ]');
  return header.slice(1, -1);
}

interface LogicalLine {
  readonly text: string;
  readonly line: number;
  readonly count: number;
}

/** Lines that say something: comments dropped, also between continuation lines; a final backslash becomes a space. */
function logicalLines(text: string): readonly LogicalLine[] {
  const result: LogicalLine[] = [];
  let pending: { text: string; line: number } | null = null;
  const lines = splitLines(text);
  const take = (from: { text: string; line: number }, to: number): void => {
    const logical = trim(from.text);
    if (logical !== '') result.push({ text: logical, line: from.line, count: to - from.line + 1 });
  };
  for (const [i, { text: raw }] of lines.entries()) {
    if (/[\r\0]/.test(raw)) throw new Malformed(i + 1, 'a carriage return or NUL inside a line');
    const stripped: string = (i === 0 ? raw.replace(/^\uFEFF/, '') : raw).replace(/^[ \t]+/, '');
    if (/^[#;]/.test(stripped)) continue;
    const logical: { text: string; line: number } =
      pending === null ? { text: stripped, line: i + 1 } : { ...pending, text: pending.text + stripped };
    if (endsInBackslash(logical.text)) {
      pending = { ...logical, text: `${logical.text.slice(0, -1)} ` };
    } else {
      pending = null;
      take(logical, i + 1);
    }
  }
  if (pending !== null) take(pending, lines.length);
  return result;
}

function endsInBackslash(text: string): boolean {
  const backslashes = /\\*$/.exec(text)?.[0].length ?? 0;
  return backslashes % 2 === 1;
}

/** Strips systemd's WHITESPACE, which is less than JavaScript's. */
function trim(text: string): string {
  return text.replace(/^[ \t]+/, '').replace(/[ \t]+$/, '');
}
