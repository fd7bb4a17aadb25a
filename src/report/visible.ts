import { replaceHidden } from './replace-hidden.ts';

/**
 * The gate: whatever comes from the host is hostile when printed and goes through here.
 *
 * Hidden characters (replace-hidden.ts) become escapes, and nothing is lost:
 * - `\xHH`, 00 to 7f: that ASCII control character; 80 to ff: a byte that is no UTF-8 (U+DC80..U+DCFF inside);
 * - `\uHHHH` and `\u{H…}`: that code point. Digits are lower-case.
 * - A backslash of the text itself stays one backslash, except right before what would make it one of these
 *   escapes: there it is `\x5c`. So `\x1b` is always the control character, and the four letters are `\x5cx1b`.
 */
const LOOKS_ESCAPED = /\\(?=x[0-9a-f]{2}|u[0-9a-f]{4}|u\{[0-9a-f]+\})/g;

/** As one line: newlines and tabs are escaped too. */
export function visibleLine(text: string): string {
  return replaceHidden(text.replace(LOOKS_ESCAPED, '\\x5c'), escaped);
}

/** As lines: newlines and tabs are real, everything else as in {@link visibleLine}. */
export function visibleText(text: string): string {
  return text.replace(/[^\n\t]+/g, visibleLine);
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  return code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
