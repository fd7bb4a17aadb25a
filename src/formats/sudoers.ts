import type { Format } from '../model/format.ts';
import { Malformed } from '../model/format.ts';
import { parseSudoersStatement } from './parse-sudoers-statement.ts';
import { lexSudoersLine } from './sudoers-lexer.ts';
import type { SudoersStatement } from './sudoers-statement.ts';

/** A line and those that continue it. */
export interface SudoersLine {
  /** 1-based, of the first of them. */
  readonly line: number;
  /** Every byte of them, the newline too: joined, the texts are the file. */
  readonly text: string;
  /** Null where there is nothing but blanks and a comment. */
  readonly statement: SudoersStatement | null;
}

/** The logical lines of a sudoers file, sudoers(5) of sudo 1.9. Throws a {@link Malformed} at what sudo would skip. */
export function parseSudoers(text: string): readonly SudoersLine[] {
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new Malformed(text.slice(0, nul).split('\n').length, 'a NUL byte');
  const input = text === '' || text.endsWith('\n') ? text : `${text}\n`;
  const lines: SudoersLine[] = [];
  let at = 0;
  let line = 1;
  while (at < input.length) {
    const { tokens, end, lines: count } = lexSudoersLine(input, at, line);
    lines.push({ line, text: text.slice(at, end), statement: parseSudoersStatement(tokens, line) });
    at = end;
    line += count;
  }
  refuseSecondDefinitions(lines);
  return lines;
}

function refuseSecondDefinitions(lines: readonly SudoersLine[]): void {
  const defined = new Set<string>();
  for (const { line, statement } of lines) {
    if (statement?.type !== 'aliases') continue;
    for (const { of, name } of statement.aliases) {
      const key = `${of} ${name}`;
      if (defined.has(key)) throw new Malformed(line, `the alias ${name} is defined a second time`);
      defined.add(key);
    }
  }
}

/** Parts: `line/<text>`, a logical line by its text without the newline; true where it is there, null where not. */
export const sudoersFormat: Format = {
  name: 'sudoers',
  get: (text, part) => (parseSudoers(text).some((line) => says(line, part)) ? true : null),
  set(text, part, desired) {
    const lines = parseSudoers(text);
    const there = lines.some((line) => says(line, part));
    if (desired === null) {
      return lines
        .filter((line) => !says(line, part))
        .map((line) => line.text)
        .join('');
    }
    if (there) return text;
    const added = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${lineOf(part)}\n`;
    // Appended to a backslash, the line would be the rest of the one before.
    if (parseSudoers(added).at(-1)?.text !== `${lineOf(part)}\n`) {
      throw new Malformed(lines.at(-1)?.line ?? 1, 'the file ends within a continued line');
    }
    return added;
  },
};

function says(line: SudoersLine, part: string): boolean {
  return line.text.replace(/\r?\n$/, '') === lineOf(part);
}

function lineOf(part: string): string {
  if (!part.startsWith('line/')) throw new Error(`sudoers has no part ${part}`);
  return part.slice('line/'.length);
}
