import type { Format } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** Goes before a command so that it is none, also where one must stand: an empty `then` is an error of syntax. */
const QUIET = ': # ';

/**
 * Whole lines of a script of sh(1). Parts:
 * - `line/<line>`: true where it stands there; a new one is the last
 * - `quiet/<line>`: true where it only stands there behind `: # `; every line of that text is set so, or back
 */
export const shellFormat: Format = {
  name: 'shell',

  get(text, part) {
    const { place, line } = partOf(part);
    const lines = splitLines(text).map((each) => each.text);
    if (place === 'line') return lines.includes(line) || null;
    return (lines.includes(quieted(line)) && !lines.includes(line)) || null;
  },

  set(text, part, desired) {
    if (desired !== true && desired !== null) throw new TypeError('a line is there or not: true or null');
    const { place, line } = partOf(part);
    const lines = splitLines(text);
    if (place === 'quiet') {
      const [from, to] = desired === true ? [line, quieted(line)] : [quieted(line), line];
      return joinLines(lines.map((each) => (each.text === from ? { ...each, text: to } : each)));
    }
    const at = lines.findLastIndex((each) => each.text === line);
    if (at >= 0 === (desired === true)) return text;
    if (desired === true) return joinLines(spliceLines(lines, lines.length, 0, [line]));
    return joinLines(
      lines.reduceRight((left, each, i) => (each.text === line ? spliceLines(left, i, 1, []) : left), lines),
    );
  },
};

function quieted(line: string): string {
  return line.replace(/^[ \t]*/, (indent) => indent + QUIET);
}

function partOf(part: string): { readonly place: 'line' | 'quiet'; readonly line: string } {
  const [, place, line] = /^(line|quiet)\/([^\n]+)$/.exec(part) ?? [];
  if ((place !== 'line' && place !== 'quiet') || line === undefined)
    throw new TypeError(`no such part: ${part}`);
  return { place, line };
}
