import { type Format, Malformed } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One line of dpkg's database of modes that it gives a packaged file instead of the package's own. */
export interface StatOverride {
  /** A name, or `#` and a uid. */
  readonly user: string;
  readonly group: string;
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly path: string;
  /** 1-based. */
  readonly line: number;
}

/** Reads /var/lib/dpkg/statoverride as dpkg does (lib/dpkg/db-fsys-override.c), which refuses to work where a line is wrong. */
export function parseStatOverride(text: string): readonly StatOverride[] {
  const overrides: StatOverride[] = [];
  for (const [index, { text: line, end }] of splitLines(text).entries()) {
    const [, user, group, mode, path] = /^([^ ]+) ([^ ]+) ([0-7]+) ([^\0]+)$/.exec(line) ?? [];
    if (user === undefined || group === undefined || mode === undefined || path === undefined)
      throw new Malformed(index + 1, 'is no line of user, group, mode and path');
    if (Number.parseInt(mode, 8) > 0o7777) throw new Malformed(index + 1, `${mode} is no mode`);
    if (end !== '\n') throw new Malformed(index + 1, 'does not end with a newline');
    if (overrides.some((each) => each.path === path))
      throw new Malformed(index + 1, `${path} is there twice`);
    overrides.push({ user, group, mode: Number.parseInt(mode, 8), path, line: index + 1 });
  }
  return overrides;
}

/** Parts are paths, as they stand there; a value is what stands before the path: `root shadow 640`. */
export const statOverrideFormat: Format = {
  name: 'statoverride',

  get(text, part) {
    const line = lineOf(text, part);
    return line === null ? null : line.text.slice(0, -part.length - 1);
  },

  set(text, part, desired) {
    if (desired !== null && typeof desired !== 'string') throw new TypeError('an override is a string');
    if (statOverrideFormat.get(text, part) === desired) return text;
    const place = lineOf(text, part);
    const lines = splitLines(text);
    const texts = desired === null ? [] : [`${desired} ${part}`];
    const result = joinLines(spliceLines(lines, place?.index ?? lines.length, place === null ? 0 : 1, texts));
    parseStatOverride(result);
    return result;
  },
};

function lineOf(text: string, path: string): { readonly text: string; readonly index: number } | null {
  const found = parseStatOverride(text).find((each) => each.path === path);
  if (found === undefined) return null;
  const index = found.line - 1;
  return { text: splitLines(text)[index]?.text ?? '', index };
}
