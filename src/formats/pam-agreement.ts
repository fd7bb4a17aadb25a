import { pamBlocks } from './pam-common.ts';
import { parsePamSaved } from './pam-saved.ts';

/**
 * Whether pam-auth-update(8) would know its own lines in a common file again: each of them begins as a line that it has
 * saved, in the order of saving. Where it does not, it never writes the file again, and nobody else should for it.
 * `next` is the profile that a new last line of the Primary block stands before in what is saved.
 */
export function pamAgreement(
  common: string,
  saved: string,
  type: string,
): { readonly next: string | null } | null {
  const { lines, primary, additional } = pamBlocks(common);
  const profiles = parsePamSaved(saved);
  const left = profiles.flatMap(({ name, lines: each }, at) => each.map((line) => ({ name, at, line })));
  let last = -1;
  const know = ([from, to]: readonly [number, number]): boolean => {
    for (const { text } of lines.slice(from, to)) {
      const live = withoutJump(text.replace(new RegExp(`^${type}\\s+`), ''));
      const known = left.findIndex(({ line }) => live.startsWith(beginning(line)));
      if (known < 0) return false;
      last = left[known]?.at ?? last;
      left.splice(0, known + 1);
    }
    return true;
  };
  if (!know(primary) || last < 0) return null;
  const next = profiles[last + 1]?.name ?? null;
  return know(additional) ? { next } : null;
}

/** Control and module of a saved line. */
function beginning(line: string): string {
  const plain = withoutJump(line).replace(/(\[.*)end(.*\])/, '$1$2');
  return /^(?:\[[^\]]+\]|\w+)\s+\S+/.exec(plain)?.[0] ?? plain;
}

function withoutJump(line: string): string {
  return line.replace(/(\[[^0-9]*)[0-9]+(.*\])/, '$1$2');
}
