import { Malformed } from '../model/format.ts';

/** What the lines of an account database look like: fields between colons, one entry a line. */
export interface AccountShape {
  /** Names of all fields in order; the first is the entry's own name. */
  readonly fields: readonly string[];
  /** Fields that must be a decimal number. */
  readonly numbers: readonly string[];
}

export interface AccountLine {
  /** 1-based. */
  readonly line: number;
  /** Where the line begins in the text. */
  readonly start: number;
  readonly fields: readonly string[];
}

export interface AccountLines {
  readonly entries: readonly AccountLine[];
  /** NIS entries (`+`, `-user`, `+@netgroup`; nsswitch.conf(5), compat): kept, never understood. */
  readonly compat: readonly { readonly line: number; readonly text: string }[];
}

/**
 * The lines of passwd(5), group(5), shadow(5) or gshadow(5). Blank lines and comments are passed over as
 * glibc does. Other lines must have every field: glibc would skip such a line without a word, so nobody
 * can say what the file means. Throws {@link Malformed}, which never quotes the line: it may hold a hash.
 */
export function accountLines(text: string, shape: AccountShape): AccountLines {
  const entries: AccountLine[] = [];
  const compat: { line: number; text: string }[] = [];
  let start = 0;
  for (const [index, whole] of text.split('\n').entries()) {
    const content = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    const line = index + 1;
    if (/^[+-]/.test(content)) compat.push({ line, text: content });
    else if (!/^\s*(#|$)/.test(content)) {
      const fields = content.split(':');
      check(fields, line, shape);
      entries.push({ line, start, fields });
    }
    start += whole.length + 1;
  }
  return { entries, compat };
}

function check(fields: readonly string[], line: number, shape: AccountShape): void {
  if (fields.length !== shape.fields.length) {
    throw new Malformed(line, `has ${fields.length} fields where ${shape.fields.length} belong`);
  }
  if (fields[0] === '') throw new Malformed(line, 'has no name');
  for (const number of shape.numbers) {
    const value = fields[shape.fields.indexOf(number)] ?? '';
    if (!/^\d{1,10}$/.test(value)) throw new Malformed(line, `its ${number} is not a number`);
  }
}
