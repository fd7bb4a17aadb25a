import type { Format } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One setting of a file of useradd(8)'s defaults. */
export interface UseraddDefault {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  readonly value: string;
}

/** Reads /etc/default/useradd as useradd(8) does: `NAME=value` from the first column on, everything else is passed over. */
export function parseUseraddDefaults(text: string): readonly UseraddDefault[] {
  return splitLines(text).flatMap(({ text: line }, i) => {
    const [, name, value] = /^([A-Z_]+)=(.*)$/s.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [{ line: i + 1, name, value }];
  });
}

/** Parts are names; the value is that of the last line, which counts. */
export const useraddFormat: Format = {
  name: 'useradd',

  get(text, part) {
    return linesOf(text, part).at(-1)?.value ?? null;
  },

  set(text, part, desired) {
    const present = linesOf(text, part);
    const last = present.at(-1);
    if ((last?.value ?? null) === desired) return text;
    const lines = splitLines(text);
    if (desired === null) {
      return joinLines(present.reduceRight((left, { line }) => spliceLines(left, line - 1, 1, []), lines));
    }
    if (typeof desired !== 'string' || /[\n\r\0]/.test(desired))
      throw new TypeError(`no default for useradd: ${JSON.stringify(desired)}`);
    const at = last === undefined ? lines.length : last.line - 1;
    return joinLines(spliceLines(lines, at, last === undefined ? 0 : 1, [`${part}=${desired}`]));
  },
};

function linesOf(text: string, part: string): readonly UseraddDefault[] {
  if (!/^[A-Z_]+$/.test(part)) throw new TypeError(`no name of a default: ${part}`);
  return parseUseraddDefaults(text).filter(({ name }) => name === part);
}
