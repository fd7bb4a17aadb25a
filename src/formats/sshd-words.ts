import { Malformed } from '../model/format.ts';

/** A line of sshd_config(5) that says something. */
export interface SshdWords {
  /** As it is written. */
  readonly keyword: string;
  readonly args: readonly string[];
  /** Where the arguments begin and end in the line; a comment behind them is not theirs. */
  readonly start: number;
  readonly end: number;
}

/**
 * Splits a line as OpenSSH's strdelim() and argv_split() do: `Keyword args` or `Keyword=args`, `'` and `"`, a
 * backslash before a quote, a backslash or a blank, `#` where a word begins. Null for a comment and an empty line.
 * Throws {@link Malformed} for a keyword without argument, an open quote, and spellings that nobody means.
 */
export function sshdWords(text: string, line: number): SshdWords | null {
  const said = text.replace(/[ \t\r\n\f]+$/, '');
  const parts = /^([ \t\r]*)("[^"]*"|[^ \t"=]+)([ \t]*=?[ \t]*)/.exec(said);
  if (/^[ \t\r]*(?:#|$)/.test(said)) return null;
  if (parts === null || /[\r\0]/.test(said.trim())) throw new Malformed(line, 'no keyword and its arguments');
  const [before, , word = ''] = parts;
  const keyword = word.replaceAll('"', '');
  const start = before.length;
  if (start === said.length) throw new Malformed(line, `no argument after keyword "${keyword}"`);
  return { keyword, ...argumentsIn(said, start, line) };
}

function argumentsIn(text: string, start: number, line: number): Omit<SshdWords, 'keyword'> {
  const args: string[] = [];
  let end = start;
  let i = start;
  while (i < text.length) {
    const char = text.charAt(i);
    if (char === ' ' || char === '\t') {
      i += 1;
      continue;
    }
    if (char === '#') break;
    const word = wordAt(text, i, line);
    args.push(word.value);
    i = word.end;
    end = i;
  }
  return { args, start, end };
}

function wordAt(text: string, start: number, line: number): { readonly value: string; readonly end: number } {
  let value = '';
  let quote: string | null = null;
  let i = start;
  for (; i < text.length; i++) {
    const char = text.charAt(i);
    const next = text.charAt(i + 1);
    const isEscape = next !== '' && (quote === null ? `'"\\ ` : `'"\\`).includes(next);
    if (char === '\\' && isEscape) {
      value += next;
      i += 1;
    } else if (quote === null && (char === ' ' || char === '\t')) break;
    else if (quote === null && (char === '"' || char === "'")) quote = char;
    else if (char === quote) quote = null;
    else value += char;
  }
  if (quote !== null) throw new Malformed(line, 'invalid quotes');
  return { value, end: i };
}
