import { Malformed } from '../model/format.ts';

/** A word as it is written, quotes and all, or an operator: `\n ; & && || | ( ) ;; {`… Comments and here-documents are left out. */
export interface ShellToken {
  readonly is: 'word' | 'operator';
  readonly text: string;
  /** 1-based line of its first character. */
  readonly line: number;
  /** A redirection goes with the word after it: both say where output goes, and nothing about what is done. */
  readonly redirects?: true;
}

const OPERATORS = /^(?:;;&|;;|;&|&&|\|\||\|&|&>>|&>|<<<|<<-|<<|<>|>>|>\||>&|<&|[\n;&|()<>])/;
const REDIRECTS = /^[<>]|^&>/;

/** Splits a script of sh(1) or bash(1). Throws {@link Malformed} where a quote does not end. */
export function shellTokens(text: string): readonly ShellToken[] {
  const tokens: ShellToken[] = [];
  const hereDocuments: { readonly end: string; readonly stripsTabs: boolean }[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const blank = /^(?:[ \t\r]+|\\\n)/.exec(text.slice(at, at + 200))?.[0];
    if (blank !== undefined) {
      line += blank.includes('\n') ? 1 : 0;
      at += blank.length;
      continue;
    }
    if (text[at] === '#') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end;
      continue;
    }
    // A process substitution is a word: `<(command)`.
    const operator = /^[<>]\(/.test(text.slice(at, at + 2))
      ? undefined
      : OPERATORS.exec(text.slice(at, at + 3))?.[0];
    if (operator === undefined) {
      const word = wordAt(text, at, line);
      const isNumber = /^\d+$/.test(word) && /^[<>]/.test(text.slice(at + word.length, at + word.length + 1));
      const before = tokens.at(-1);
      if (before?.redirects && /^<<-?$/.test(before.text)) {
        hereDocuments.push({ end: word.replace(/['"\\]/g, ''), stripsTabs: before.text === '<<-' });
      }
      if (!isNumber) tokens.push({ is: 'word', text: word, line });
      line += word.split('\n').length - 1;
      at += word.length;
      continue;
    }
    tokens.push({
      is: 'operator',
      text: operator,
      line,
      ...(REDIRECTS.test(operator) ? { redirects: true } : {}),
    });
    at += operator.length;
    if (operator !== '\n') continue;
    line++;
    for (const { end, stripsTabs } of hereDocuments.splice(0)) {
      while (at < text.length) {
        const stop = text.indexOf('\n', at);
        const whole = text.slice(at, stop < 0 ? text.length : stop);
        at = stop < 0 ? text.length : stop + 1;
        line++;
        if ((stripsTabs ? whole.replace(/^\t+/, '') : whole) === end) break;
      }
    }
  }
  return tokens;
}

/** A word ends at a blank or an operator outside quotes and substitutions. */
function wordAt(text: string, start: number, line: number): string {
  let at = start;
  if (/^[<>]\(/.test(text.slice(at, at + 2))) at = closed(text, at + 2, ')', line);
  while (at < text.length && !/[\s;&|()<>]/.test(text.charAt(at))) at = pieceEnd(text, at, line);
  return text.slice(start, at);
}

/** The end of a quoted or substituted piece, or of one character. */
function pieceEnd(text: string, at: number, line: number): number {
  const two = text.slice(at, at + 2);
  if (text[at] === '\\') return Math.min(at + 2, text.length);
  if (text[at] === "'") return closed(text, at + 1, "'", line);
  if (text[at] === '"') return closed(text, at + 1, '"', line);
  if (two === "$'") return closed(text, at + 2, "\\'", line);
  if (text[at] === '`') return closed(text, at + 1, '`', line);
  if (two === '$(') return closed(text, at + 2, ')', line);
  if (two === '${') return closed(text, at + 2, '}', line);
  return at + 1;
}

/** Where what was opened ends; what stands inside may be opened and closed again. */
function closed(text: string, from: number, end: string, line: number): number {
  const last = end.slice(-1);
  for (let at = from; at < text.length; ) {
    if (text[at] === last) return at + 1;
    if (end === "'") at++;
    else if (text[at] === '\\') at += 2;
    else if (end === ')' && text[at] === '(') at = closed(text, at + 1, ')', line);
    else if (end === ')' || end === '}') at = pieceEnd(text, at, line);
    else if (end === '"' && (text[at] === '`' || text[at] === '$')) at = pieceEnd(text, at, line);
    else at++;
  }
  throw new Malformed(line, `has no ${last} to end what it begins`);
}
