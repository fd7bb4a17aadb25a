/** What a variable holds: null where that is not known, undefined where it is not set. */
export type ShellLookup = (name: string) => string | null | undefined;

/** What a word comes to, as far as it is plain text, quotes and simple variables; null where it cannot be told. */
export function expandShellWord(word: string, lookup: ShellLookup): string | null {
  let found = '';
  for (let at = 0; at < word.length; ) {
    const rest = word.slice(at);
    const single = /^'([^']*)'/.exec(rest);
    const double = /^"((?:\\[\s\S]|[^"\\])*)"/.exec(rest);
    const variable = variableAt(rest, lookup);
    if (single !== null) found += single[1] ?? '';
    else if (double !== null) {
      const inside = expandQuoted(double[1] ?? '', lookup);
      if (inside === null) return null;
      found += inside;
    } else if (rest[0] === '\\') found += rest[1] ?? '';
    else if (variable !== undefined) {
      if (variable.value === null) return null;
      found += variable.value;
    } else if (/^[$`]/.test(rest)) return null;
    else found += rest[0] ?? '';
    at += single?.[0].length ?? double?.[0].length ?? variable?.length ?? (rest[0] === '\\' ? 2 : 1);
  }
  return found;
}

function expandQuoted(text: string, lookup: ShellLookup): string | null {
  let found = '';
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const variable = variableAt(rest, lookup);
    if (variable !== undefined) {
      if (variable.value === null) return null;
      found += variable.value;
      at += variable.length;
    } else if (/^[$`]/.test(rest)) return null;
    else {
      const isEscaped = /^\\["\\$`]/.test(rest);
      found += rest[isEscaped ? 1 : 0] ?? '';
      at += isEscaped ? 2 : 1;
    }
  }
  return found;
}

/** `$name`, `$-`, `${name}`, and `${name-word}` or `${name:-word}` with a plain word. */
function variableAt(
  text: string,
  lookup: ShellLookup,
): { readonly value: string | null; readonly length: number } | undefined {
  const [whole, bare, braced, colon, other] =
    /^\$(?:([A-Za-z_]\w*|-)|\{([A-Za-z_]\w*|-)(?:(:?)-([^{}$`"'\\]*))?\})/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const value = lookup(bare ?? braced ?? '');
  if (other === undefined || value === null)
    return { value: value ?? (value === null ? null : ''), length: whole.length };
  const isMissing = value === undefined || (colon === ':' && value === '');
  return { value: isMissing ? other : value, length: whole.length };
}
