import { Malformed } from '../model/format.ts';

const CONTINUATION = /\\[ \t]*\r?\n/y;
const BLANKS = /[ \t]+/y;
const GLOB_ESCAPE = /\\[*?[\]!^]/y;
const ESCAPE = /\\([:\\,= \t#])/y;
const PIECE = /[^#\\:, \t\r\n]+/y;
const REGEX = /\^(?:[^#\r\n$\\]|\\[\s\S])*\$/y;

/**
 * The arguments of a command from `start` on: up to a comma, colon, `=`, comment or the end of the line,
 * blanks folded to one, sudoers' own escapes taken out and those of wildcards kept. Null where there are none.
 */
export function lexSudoersArguments(
  text: string,
  start: number,
  firstLine: number,
): { readonly text: string | null; readonly end: number; readonly lines: number } {
  let args: string | null = null;
  let at = start;
  let lines = 0;
  let space = false;

  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  const add = (piece: string, length: number): void => {
    args = args === null ? piece : `${args}${space ? ' ' : ''}${piece}`;
    space = false;
    at += length;
  };

  for (;;) {
    const gap = match(CONTINUATION) ?? match(BLANKS);
    if (gap !== null) {
      if (gap[0].endsWith('\n')) lines += 1;
      space = true;
      at += gap[0].length;
      continue;
    }
    const globEscape = match(GLOB_ESCAPE);
    if (globEscape !== null) {
      add(globEscape[0], 2);
      continue;
    }
    const special = match(ESCAPE);
    if (special !== null) {
      add(special[1] ?? '', 2);
      continue;
    }
    if (args === null && text[at] === '^') {
      const regex = match(REGEX);
      if (regex === null) throw new Malformed(firstLine + lines, 'an unterminated regular expression');
      const continuations = regex[0].match(/\\[ \t]*\r?\n[ \t]*/g)?.length ?? 0;
      return {
        text: regex[0].replace(/\\[ \t]*\r?\n[ \t]*/g, ''),
        end: at + regex[0].length,
        lines: lines + continuations,
      };
    }
    const piece = match(PIECE);
    // `=` ends the arguments where it stands alone; `a=b` and `=b` are arguments.
    if (piece === null || piece[0] === '=') {
      if (text[at] === '\\')
        throw new Malformed(firstLine + lines, 'a backslash before an ordinary character');
      return { text: args, end: at, lines };
    }
    add(piece[0], piece[0].length);
  }
}
