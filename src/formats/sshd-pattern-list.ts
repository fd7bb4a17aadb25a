/**
 * OpenSSH's match_pattern_list(): patterns by commas, with `*` and `?`. True if one matches, false if one with `!`
 * does, wherever it stands; null if none does.
 */
export function isInPatternList(text: string, list: string): boolean | null {
  let found: boolean | null = null;
  for (const written of list.split(',')) {
    const isNegated = written.startsWith('!');
    if (!sshdPattern(isNegated ? written.slice(1) : written).test(text)) continue;
    if (isNegated) return false;
    found = true;
  }
  return found;
}

/** PATTERNS of ssh_config(5): `*` and `?`, everything else is itself. */
export function sshdPattern(pattern: string): RegExp {
  const source = pattern.replace(/[\\^$.*+?()[\]{}|/]/g, (char) =>
    char === '*' ? '[\\s\\S]*' : char === '?' ? '[\\s\\S]' : `\\${char}`,
  );
  return new RegExp(`^${source}$`);
}
