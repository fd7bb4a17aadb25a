import type { Format } from '../model/format.ts';
import { Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { parseSudoersStatement } from './parse-sudoers-statement.ts';
import { lexSudoersLine } from './sudoers-lexer.ts';
import { sudoersPasswordTags } from './sudoers-password-tags.ts';
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

/**
 * Parts:
 * - `line/<text>`: a logical line by its text without the newline; true where it is there, null where not
 * - `tags/<text>`: the password tags of the lines that are this text, but for blanks around it, when each of their
 *   tags is PASSWD; as `NOPASSWD, PASSWD` in the order in which they stand, null where there is no such line
 */
export const sudoersFormat: Format = {
  name: 'sudoers',
  get: (text, part) => {
    const { word, wanted } = partOf(part);
    return word === 'line' ? getLine(text, wanted) : getTags(text, wanted);
  },
  set: (text, part, desired) => {
    const { word, wanted } = partOf(part);
    return word === 'line' ? setLine(text, wanted, desired) : setTags(text, wanted, desired);
  },
};

function partOf(part: string): { readonly word: 'line' | 'tags'; readonly wanted: string } {
  const word = part.startsWith('line/') ? 'line' : part.startsWith('tags/') ? 'tags' : null;
  if (word === null) throw new Error(`sudoers has no part ${part}`);
  return { word, wanted: part.slice('line/'.length) };
}

function getLine(text: string, wanted: string): Json {
  return parseSudoers(text).some((line) => bare(line) === wanted) ? true : null;
}

function setLine(text: string, wanted: string, desired: Json): string {
  const lines = parseSudoers(text);
  if (desired === null) {
    return lines
      .filter((line) => bare(line) !== wanted)
      .map((line) => line.text)
      .join('');
  }
  if (lines.some((line) => bare(line) === wanted)) return text;
  const added = `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${wanted}\n`;
  // Appended to a backslash, the line would be the rest of the one before.
  if (parseSudoers(added).at(-1)?.text !== `${wanted}\n`) {
    throw new Malformed(lines.at(-1)?.line ?? 1, 'the file ends within a continued line');
  }
  return added;
}

function getTags(text: string, wanted: string): Json {
  const found = new Set(
    parseSudoers(text)
      .filter((line) => isTagged(line, wanted))
      .map((line) => sudoersPasswordTags(line.text).tags.join(', ')),
  );
  return found.size === 0 ? null : [...found].join(' | ');
}

function setTags(text: string, wanted: string, desired: Json): string {
  const tags = typeof desired === 'string' ? desired.split(', ') : [];
  if (tags.length !== sudoersPasswordTags(wanted).tags.length) {
    throw new TypeError('the tags of a line are as many as it has');
  }
  return parseSudoers(text)
    .map((line) => (isTagged(line, wanted) ? sudoersPasswordTags(line.text).with(tags) : line.text))
    .join('');
}

function isTagged(line: SudoersLine, wanted: string): boolean {
  if (line.statement?.type !== 'rule') return false;
  const { tags, with: withTags } = sudoersPasswordTags(bare(line));
  return tags.length > 0 && withTags(tags.map(() => 'PASSWD')).trim() === wanted;
}

function bare(line: SudoersLine): string {
  return line.text.replace(/\r?\n$/, '');
}
