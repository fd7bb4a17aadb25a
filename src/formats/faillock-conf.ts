import type { Format } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One option of faillock.conf(5). */
export interface FaillockOption {
  /** 1-based. */
  readonly line: number;
  readonly name: string;
  /** `''` for one that is on by being there. */
  readonly value: string;
}

/** Reads faillock.conf(5): a name, then `=` or a blank, and a value; a `#` anywhere begins a comment. */
export function parseFaillockConf(text: string): readonly FaillockOption[] {
  return splitLines(text).flatMap(({ text: line }, i) => {
    const said = line.replace(/#.*$/s, '').trim();
    const [, name = '', value = ''] = /^([^\s=]+)\s*=?\s*(.*)$/s.exec(said) ?? [];
    return name === '' ? [] : [{ line: i + 1, name, value }];
  });
}

/** Parts are names; the value is that of the last line, which counts, and true for an option that has none. */
export const faillockFormat: Format = {
  name: 'faillock',

  get(text, part) {
    const last = linesOf(text, part).at(-1);
    if (last === undefined) return null;
    return last.value === '' ? true : last.value;
  },

  set(text, part, desired) {
    const present = linesOf(text, part);
    const last = present.at(-1);
    const now = last === undefined ? null : last.value === '' ? true : last.value;
    if (now === desired) return text;
    const lines = splitLines(text);
    if (desired === null) {
      return joinLines(present.reduceRight((left, { line }) => spliceLines(left, line - 1, 1, []), lines));
    }
    if (desired !== true && !(typeof desired === 'string' && /^[^\s#=](?:[^\n\r#]*[^\s#])?$/.test(desired)))
      throw new TypeError(`no value for faillock.conf: ${JSON.stringify(desired)}`);
    const at = last === undefined ? lines.length : last.line - 1;
    const said = desired === true ? part : `${part} = ${desired}`;
    return joinLines(spliceLines(lines, at, last === undefined ? 0 : 1, [said]));
  },
};

function linesOf(text: string, part: string): readonly FaillockOption[] {
  if (!/^\w+$/.test(part)) throw new TypeError(`no option of faillock: ${part}`);
  return parseFaillockConf(text).filter(({ name }) => name === part);
}
