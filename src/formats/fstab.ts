import { type Format, Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';
import { decodeMountField, encodeMountField } from './mount-escapes.ts';

/** One line of fstab(5), its fields decoded. */
export interface FstabEntry {
  /** 1-based. */
  readonly line: number;
  /** A device, `UUID=…`, `LABEL=…`, `tmpfs`. */
  readonly source: string;
  readonly target: string;
  readonly type: string;
  readonly options: readonly string[];
  /** 0 where the field is absent. */
  readonly dump: number;
  /** 0 where the field is absent. */
  readonly pass: number;
}

/** The entries of fstab(5). Throws {@link Malformed} at the first line that lacks a field or has a pass that is no number. */
export function parseFstab(text: string): readonly FstabEntry[] {
  return splitLines(text).flatMap(({ text: line }, index) => {
    if (/^\s*(#|$)/.test(line)) return [];
    const [source, target, type, options, dump = '0', pass = '0'] = fieldsOf(line);
    if (source === undefined || target === undefined || type === undefined || options === undefined) {
      throw new Malformed(index + 1, 'has fewer than four fields');
    }
    if (!/^\d+$/.test(dump) || !/^\d+$/.test(pass)) {
      throw new Malformed(index + 1, 'its fifth and sixth field must be numbers');
    }
    return [
      {
        line: index + 1,
        source: decodeMountField(source),
        target: decodeMountField(target),
        type: decodeMountField(type),
        options: decodeMountField(options).split(','),
        dump: Number(dump),
        pass: Number(pass),
      },
    ];
  });
}

/**
 * A part is a mount target; its value is the entry without `line` and `target`. An entry that is there is
 * changed in place, field by field, with its blanks kept; a new one is appended.
 */
export const fstabFormat: Format = {
  name: 'fstab',

  get(text, part) {
    const entry = entryOf(text, part);
    if (entry === undefined) return null;
    const { source, type, options, dump, pass } = entry;
    return { source, type, options, dump, pass };
  },

  set(text, part, desired) {
    const entry = entryOf(text, part);
    const lines = splitLines(text);
    if (desired === null) {
      return entry === undefined ? text : joinLines(spliceLines(lines, entry.line - 1, 1, []));
    }
    const words = printed(part, desired);
    if (entry === undefined) return joinLines(spliceLines(lines, lines.length, 0, [words.join(' ')]));
    const before = printed(part, { ...entry, options: [...entry.options] });
    const old = lines[entry.line - 1]?.text ?? '';
    const changed = words.reduce(
      (line, word, i) => (word === before[i] ? line : setField(line, i, word)),
      old,
    );
    return changed === old ? text : joinLines(spliceLines(lines, entry.line - 1, 1, [changed]));
  },
};

/** The line's words; what follows a word that begins with `#` after the options is a comment. */
function fieldsOf(line: string): readonly string[] {
  const words = line.match(/[^ \t]+/g)?.slice(0, 6) ?? [];
  const comment = words.findIndex((word, i) => i >= 4 && word.startsWith('#'));
  return comment < 0 ? words : words.slice(0, comment);
}

function entryOf(text: string, target: string): FstabEntry | undefined {
  const [first, second] = parseFstab(text).filter((entry) => entry.target === target);
  if (second !== undefined) throw new Malformed(second.line, `is a second line for ${target}`);
  return first;
}

function printed(target: string, desired: Json): readonly string[] {
  const { source, type, options, dump, pass } = desired as { readonly [field: string]: Json };
  const listed = Array.isArray(options) ? options.join(',') : '';
  const words = [source, target, type, listed].map((word) => encodeMountField(String(word ?? '')));
  const numbers = [dump, pass].map((number) => String(number));
  if (words.includes('') || !numbers.every((number) => /^\d+$/.test(number))) {
    throw new TypeError('an fstab line has a source, a target, a type, options, and two numbers');
  }
  return [...words, ...numbers];
}

/** Replaces the field, keeping the blanks; a missing fifth or sixth field is put behind the last one. */
function setField(line: string, index: number, word: string): string {
  const present = fieldsOf(line).length;
  if (index >= present) {
    const zeros = Array.from({ length: index - present }, () => '0 ').join('');
    return line.replace(fieldsPattern(present), (all) => `${all} ${zeros}${word}`);
  }
  return line.replace(fieldsPattern(index + 1), (all) => all.replace(/[^ \t]+$/, () => word));
}

function fieldsPattern(count: number): RegExp {
  return new RegExp(`^[ \\t]*(?:[^ \\t]+[ \\t]+){${count - 1}}[^ \\t]+`);
}
