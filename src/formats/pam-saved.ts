import { type Format, Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';

/** One profile of those that pam-auth-update(8) has written into a common file. */
export interface SavedProfile {
  readonly name: string;
  /** Its lines, as they stand in /usr/share/pam-configs: `end` stands for the jump over the rest of the block. */
  readonly lines: readonly string[];
}

/** Reads /var/lib/pam/auth and its like. */
export function parsePamSaved(text: string): readonly SavedProfile[] {
  const found: { name: string; lines: string[] }[] = [];
  for (const { text: line } of splitLines(text)) {
    const name = /^Module: (.*)$/.exec(line)?.[1];
    if (name !== undefined) found.push({ name, lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return found;
}

/**
 * What pam-auth-update remembers. Parts:
 * - `module/<profile>` of /var/lib/pam/auth and its like: `{ line, before }`, the profile's line and the name of the
 *   profile that follows, null for none
 * - `seen/<profile>` of /var/lib/pam/seen: true where it was offered before
 */
export const pamSavedFormat: Format = {
  name: 'pam-saved',

  get(text, part) {
    const { place, name } = partOf(part);
    if (place === 'seen') return splitLines(text).some((line) => line.text === name) || null;
    const profiles = parsePamSaved(text);
    const at = profiles.findIndex((each) => each.name === name);
    if (at < 0) return null;
    return { line: profiles[at]?.lines.join('\n') ?? '', before: profiles[at + 1]?.name ?? null };
  },

  set(text, part, desired) {
    const { place, name } = partOf(part);
    const lines = splitLines(text);
    if (place === 'seen') {
      const at = lines.findIndex((line) => line.text === name);
      if (at >= 0 === (desired === true)) return text;
      return joinLines(at < 0 ? spliceLines(lines, lines.length, 0, [name]) : spliceLines(lines, at, 1, []));
    }
    if (JSON.stringify(pamSavedFormat.get(text, part)) === JSON.stringify(desired)) return text;
    const own = lines.findIndex((line) => line.text === `Module: ${name}`);
    const count = parsePamSaved(text).find((each) => each.name === name)?.lines.length ?? 0;
    const without = own < 0 ? lines : spliceLines(lines, own, count + 1, []);
    if (desired === null) return joinLines(without);
    const { line, before } = wanted(desired);
    const at =
      before === null ? without.length : without.findIndex((each) => each.text === `Module: ${before}`);
    if (at < 0) throw new Malformed(without.length + 1, `there is no profile ${before}`);
    return joinLines(spliceLines(without, at, 0, [`Module: ${name}`, line]));
  },
};

function partOf(part: string): { readonly place: 'module' | 'seen'; readonly name: string } {
  const [, place, name] = /^(module|seen)\/([\w.+-]+)$/.exec(part) ?? [];
  if ((place !== 'module' && place !== 'seen') || name === undefined)
    throw new TypeError(`no such part: ${part}`);
  return { place, name };
}

function wanted(desired: Json): { readonly line: string; readonly before: string | null } {
  const { line, before } = (desired ?? {}) as { line?: Json; before?: Json };
  if (typeof line !== 'string' || /[\n\r]/.test(line) || (before !== null && typeof before !== 'string'))
    throw new TypeError('a profile has a line and what it stands before');
  return { line, before };
}
