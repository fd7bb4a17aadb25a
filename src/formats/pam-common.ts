import { type Format, Malformed } from '../model/format.ts';
import { joinLines, type Line, spliceLines, splitLines } from './lines.ts';
import { parsePam } from './pam.ts';

const PRIMARY = /^# here are the per-package modules \(the "Primary" block\)/;
const FALLBACK = /^# here's the fallback if no module succeeds/;
const ADDITIONAL = /^# and here are more per-package modules \(the "Additional" block\)/;
const END = /^# end of pam-auth-update config/;

/** Where pam-auth-update(8) keeps its lines in a common file, as indices into the lines of the text. */
export interface PamBlocks {
  readonly lines: readonly Line[];
  /** The first line after the marker, and the one after the last. */
  readonly primary: readonly [from: number, to: number];
  readonly additional: readonly [from: number, to: number];
}

/** Throws {@link Malformed} where a marker is missing: then pam-auth-update does not touch the file either. */
export function pamBlocks(text: string): PamBlocks {
  const lines = splitLines(text);
  const at = (marker: RegExp, from: number) => {
    const found = lines.findIndex((line, i) => i >= from && marker.test(line.text));
    if (found < 0)
      throw new Malformed(lines.length + 1, 'is not as pam-auth-update writes it: a marker is missing');
    return found;
  };
  const primary = at(PRIMARY, 0);
  const fallback = at(FALLBACK, primary);
  const additional = at(ADDITIONAL, fallback);
  return { lines, primary: [primary + 1, fallback], additional: [additional + 1, at(END, additional)] };
}

/**
 * A common file of Debian's PAM, such as /etc/pam.d/common-auth. Parts are whole lines, true or null:
 * - `before/<line>`: above the blocks that pam-auth-update writes, where it leaves lines alone
 * - `last/<line>`: in the Primary block, after all others. Modules that jump over the rest of the block jump over it, too
 */
export const pamCommonFormat: Format = {
  name: 'pam-common',

  get(text, part) {
    return indexOf(text, part) !== null || null;
  },

  set(text, part, desired) {
    if (desired !== true && desired !== null) throw new TypeError('a line is there or not: true or null');
    const found = indexOf(text, part);
    if ((found !== null) === (desired === true)) return text;
    const { place, line } = partOf(part);
    const { lines, primary } = pamBlocks(text);
    if (place === 'before') {
      const left =
        found === null ? spliceLines(lines, primary[0] - 1, 0, [line]) : spliceLines(lines, found, 1, []);
      return joinLines(left);
    }
    const at = found ?? primary[1];
    const jumped = lines.map((each, i) =>
      i >= primary[0] && i < at
        ? { ...each, text: withJumps(each.text, at - i, found === null ? 1 : -1) }
        : each,
    );
    return joinLines(found === null ? spliceLines(jumped, at, 0, [line]) : spliceLines(jumped, at, 1, []));
  },
};

function partOf(part: string): { readonly place: 'before' | 'last'; readonly line: string } {
  const [, place, line] = /^(before|last)\/([^\n\r]+)$/.exec(part) ?? [];
  if ((place !== 'before' && place !== 'last') || line === undefined)
    throw new TypeError(`no such part: ${part}`);
  return { place, line };
}

function indexOf(text: string, part: string): number | null {
  const { place, line } = partOf(part);
  const { lines, primary } = pamBlocks(text);
  const [from, to] = place === 'before' ? [0, primary[0] - 1] : primary;
  checkBlock(lines.slice(primary[0], primary[1]), primary[0]);
  const found = lines.findIndex((each, i) => i >= from && i < to && each.text === line);
  return found < 0 ? null : found;
}

/** Jumps count modules: a line of the block that is none, or more than one, would be counted wrongly. */
function checkBlock(lines: readonly Line[], before: number): void {
  for (const [i, { text }] of lines.entries()) {
    const [found, more] = parsePam(text);
    if (found?.is !== 'module' || more !== undefined || /[\\#]/.test(text))
      throw new Malformed(before + i + 1, 'is no module by itself in the block of pam-auth-update');
  }
}

/** Every jump of a line that leads over the line that comes or goes, which is `distance` lines further on. */
function withJumps(text: string, distance: number, by: 1 | -1): string {
  return text.replace(/\[[^\]]*\]/, (control) =>
    control.replace(/=(\d+)/g, (whole, jump: string) =>
      Number(jump) >= distance ? `=${Number(jump) + by}` : whole,
    ),
  );
}
