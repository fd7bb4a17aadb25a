import type { Json } from '../model/json.ts';
import { replaceHidden } from './replace-hidden.ts';

/**
 * A document as JSON, indented, with a last newline. JSON.stringify leaves DEL, C1, bidi controls and more as they
 * are: here they become `\uHHHH`, which is the same to a parser and harmless on a terminal. A byte that is no UTF-8
 * is a lone surrogate, `\udc80` to `\udcff`, as everywhere inside (formats/host-text.ts).
 */
export function jsonText(document: Json): string {
  return `${replaceHidden(JSON.stringify(document, null, 2), escaped)}\n`;
}

function escaped(character: string): string {
  // The newlines are JSON.stringify's own: those of strings are escaped already.
  if (character === '\n') return character;
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
