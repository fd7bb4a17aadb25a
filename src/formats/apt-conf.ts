import { type Format, Malformed } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One statement of apt.conf(5), names with all the blocks around them. */
export interface AptStatement {
  /** `set`: a value, of a new list item where the name ends in `::`. `clear`: nothing is left below the name. `include`: a file, or a directory with a slash at its end. */
  readonly says: 'set' | 'clear' | 'include';
  readonly name: string;
  readonly value: string;
  /** 1-based; of its first and its last character. */
  readonly line: number;
  readonly lastLine: number;
}

/** What has been read of a statement that has not come to its end. */
interface Pending {
  readonly text: string;
  readonly line: number;
}

const MAGIC_COMMENTS = ['clear', 'include', 'x-apt-configure-index'];

/**
 * Reads a file as apt's ReadConfigFile() does, line by line: quotes and comments end with theirs, blocks and
 * statements may go on. Where apt would stop with a syntax error, and all of its programs with it, it is a {@link Malformed}.
 */
export function parseAptConf(text: string): readonly AptStatement[] {
  const statements: AptStatement[] = [];
  const outer: string[] = [];
  let parent = '';
  let pending: Pending | null = null;
  let inComment = false;
  const lines = splitLines(text);
  for (const [i, { text: raw }] of lines.entries()) {
    const line = i + 1;
    const without = withoutComments(raw.replaceAll('\t', '        ').trim(), inComment);
    inComment = without.inComment;
    let rest = without.text;
    for (let end = terminator(rest); end >= 0; end = terminator(rest)) {
      const mark = rest.charAt(end);
      const said: Pending = joined(pending, rest.slice(0, end), line);
      rest = rest.slice(end + 1);
      pending = null;
      if (said.text === '') {
        if (mark === '{') throw new Malformed(line, 'a block without a name');
        if (mark === '}') parent = outer.pop() ?? '';
        continue;
      }
      const { tag, word } = tagAndWord(said, mark);
      if (mark === '{') {
        outer.push(parent);
        parent = below(parent, tag);
      }
      const name = mark === '{' ? parent : below(parent, tag, true);
      const place = { line: said.line, lastLine: line };
      if (tag.startsWith('#')) statements.push({ ...directive(tag, parent, word, line), ...place });
      else if (tag === '' && word === '#clear') throw new Malformed(line, '#clear without a name');
      else if (word !== null) statements.push({ says: 'set', name, value: word, ...place });
      if (mark === '}') parent = outer.pop() ?? '';
    }
    if (rest.trim() !== '') pending = joined(pending, rest, line);
  }
  if (pending !== null) throw new Malformed(lines.length, 'the last statement has no end');
  return statements;
}

/**
 * Parts are names of scalars, their value what the file's last statement for it says; and `NAME::{ITEM}`, true where
 * the list NAME has that item. Statements that are set or removed have lines of their own.
 */
export const aptConfFormat: Format = {
  name: 'apt',

  get(text, part) {
    const last = statementsFor(text, part).at(-1);
    if (last === undefined) return null;
    return listItem(part) === null ? last.value : true;
  },

  set(text, part, desired) {
    const present = statementsFor(text, part);
    const item = listItem(part);
    if (desired !== null && (item === null ? typeof desired !== 'string' : desired !== true))
      throw new TypeError(`no value for ${part} of apt.conf: ${JSON.stringify(desired)}`);
    if (aptConfFormat.get(text, part) === desired) return text;
    const lines = splitLines(text);
    const kept = present.reduceRight((left, { line, lastLine }) => {
      if (!isAlone(text, line, lastLine)) throw new Malformed(line, 'several statements on a line');
      return spliceLines(left, line - 1, lastLine - line + 1, []);
    }, lines);
    if (desired === null) return joinLines(kept);
    const [name, value] = item === null ? [part, String(desired)] : [`${item.name}::`, item.value];
    const statement = `${name} "${value}";`;
    // Quotes cannot be quoted, tabs become blanks, and blanks at the ends of a line are lost.
    if (/["\p{Cc}]/u.test(value) || !/^[\w.:-]+$/.test(name))
      throw new TypeError(`no value for apt.conf: ${statement}`);
    return joinLines(spliceLines(kept, kept.length, 0, [statement]));
  },
};

function statementsFor(text: string, part: string): readonly AptStatement[] {
  const item = listItem(part);
  const wanted = (item === null ? part : `${item.name}::`).toLowerCase();
  return parseAptConf(text).filter(
    ({ says, name, value }) =>
      says === 'set' && name.toLowerCase() === wanted && (item === null || value === item.value),
  );
}

function listItem(part: string): { readonly name: string; readonly value: string } | null {
  const [, name, value] = /^([^{]*)::\{(.*)\}$/s.exec(part) ?? [];
  return name === undefined || value === undefined ? null : { name, value };
}

/** Whether nothing else stands on the lines of a statement, so that they can go. */
function isAlone(text: string, line: number, lastLine: number): boolean {
  const words = splitLines(text)
    .slice(line - 1, lastLine)
    .map((each) => each.text)
    .join('\n');
  return /^[^;{}"]*("[^"\n]*"\s*)?;\s*$/.test(words) && !/\/\/|\/\*|#/.test(words.replace(/"[^"\n]*"/g, ''));
}

/** Comments go to the end of the line (`//`, `#`), or from `/*` to its counterpart, perhaps lines later; never inside quotes. */
function withoutComments(text: string, inComment: boolean): { text: string; inComment: boolean } {
  let rest = text;
  if (inComment) {
    const end = rest.indexOf('*/');
    if (end < 0) return { text: '', inComment };
    rest = rest.slice(end + 2);
  }
  rest = rest.slice(0, firstOutsideQuotes(rest, '//') ?? undefined);
  rest = rest.slice(0, firstOutsideQuotes(rest, '#', (after) => !isMagic(after)) ?? undefined);
  let kept = '';
  for (;;) {
    const start = firstOutsideQuotes(rest, '/*');
    if (start === null) return { text: kept + rest, inComment: false };
    kept += rest.slice(0, start);
    const end = rest.indexOf('*/', start + 2);
    if (end < 0) return { text: kept, inComment: true };
    rest = rest.slice(end + 2);
  }
}

function isMagic(after: string): boolean {
  return MAGIC_COMMENTS.some((word) => after.startsWith(word));
}

function firstOutsideQuotes(
  text: string,
  mark: string,
  counts: (after: string) => boolean = () => true,
): number | null {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const quotes = text.slice(0, at).split('"').length - 1;
    if (quotes % 2 === 0 && counts(text.slice(at + mark.length))) return at;
  }
  return null;
}

/** Where a statement or block begins or ends outside quotes; -1 where none does. */
function terminator(text: string): number {
  let inQuotes = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') inQuotes = !inQuotes;
    if (!inQuotes && '{;}'.includes(text.charAt(i))) return i;
  }
  return -1;
}

function joined(pending: Pending | null, more: string, line: number): Pending {
  const added = more.trim();
  if (pending === null) return { text: added, line };
  return { ...pending, text: added === '' ? pending.text : `${pending.text} ${added}` };
}

/** `Tag "word"`; one word alone is a value where it ends a statement, a tag where it begins a block. */
function tagAndWord({ text, line }: Pending, mark: string): { tag: string; word: string | null } {
  const first = quoteWord(text);
  if (first === null) throw new Malformed(line, 'a quote or bracket without its end');
  const second = cWord(first.rest) ?? quoteWord(first.rest);
  if (second === null) {
    if (first.rest !== '') throw new Malformed(line, 'junk after the value');
    return mark === '{' ? { tag: first.word, word: null } : { tag: '', word: first.word };
  }
  if (second.rest !== '') throw new Malformed(line, 'junk after the value');
  return { tag: first.word, word: second.word };
}

/** apt's ParseQuoteWord(): up to a blank that is neither in quotes nor in brackets; `%41` is a byte by its number. */
function quoteWord(text: string): { word: string; rest: string } | null {
  const start = text.trimStart();
  if (start === '') return null;
  const found = /^(?:"[^"]*"|\[[^\]]*\]|[^\s"[])+/.exec(start)?.[0];
  if (found === undefined || /^\S/.test(start.slice(found.length))) return null;
  const word = found
    .replaceAll(/%([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('"', '');
  return { word, rest: start.slice(found.length).trimStart() };
}

/** apt's ParseCWord(): nothing but quoted pieces, blanks between them are one. */
function cWord(text: string): { word: string; rest: string } | null {
  const start = text.trimStart();
  if (!/^(?:"[^"]*"\s*)+$/.test(start)) return null;
  return { word: start.replaceAll(/\s+(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ' ').replaceAll('"', ''), rest: '' };
}

function below(parent: string, tag: string, isLeaf = false): string {
  if (parent === '') return tag;
  return tag === '' && !isLeaf ? parent : `${parent}::${tag}`;
}

function directive(
  tag: string,
  parent: string,
  word: string | null,
  line: number,
): Pick<AptStatement, 'says' | 'name' | 'value'> {
  const name = tag.slice(1);
  if (parent !== '') throw new Malformed(line, 'a directive inside a block');
  if (name === 'clear') return { says: 'clear', name: word ?? '', value: '' };
  if (name === 'include') return { says: 'include', name: '', value: word ?? '' };
  // An index of all options, which apt itself only has in its examples.
  if (name === 'x-apt-configure-index') return { says: 'set', name: tag, value: word ?? '' };
  throw new Malformed(line, `no such directive: ${tag}`);
}
