const CLASSES: { readonly [name: string]: string } = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  cntrl: '\\x00-\\x1f\\x7f',
  digit: '0-9',
  graph: '\\x21-\\x7e',
  lower: 'a-z',
  print: '\\x20-\\x7e',
  punct: '!-/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
};

/**
 * A file name with wildcards (glob(7), a slash is never matched by them) or, where it begins with `^`, a
 * POSIX extended regular expression, as a RegExp. Null where it is none.
 */
export function sudoersPattern(pattern: string): RegExp | null {
  const source = pattern.startsWith('^') ? fromRegex(pattern) : `^${fromGlob(pattern)}$`;
  try {
    return new RegExp(source, pattern.startsWith('^(?i)') ? 'i' : '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function fromRegex(pattern: string): string {
  return pattern
    .replace(/^\^\(\?i\)/, '^')
    .replace(/\\[\s\S]|\[\^?\]?(?:\[:[a-z]+:\]|[^\]])*\]/g, (part) =>
      part.startsWith('[') ? fromBrackets(part) : part,
    );
}

function fromGlob(pattern: string): string {
  return pattern.replace(
    /\\([\s\S])|\[[!^]?\]?(?:\[:[a-z]+:\]|[^\]])*\]|[\s\S]/g,
    (part: string, escaped: string | undefined) => {
      if (escaped !== undefined) return literal(escaped);
      if (part === '*') return '[^/]*';
      if (part === '?') return '[^/]';
      return part.length > 1 ? `(?!/)${fromBrackets(part)}` : literal(part);
    },
  );
}

/** `[!a-z]` and `[[:alpha:]]` in the way of RegExp, where a backslash is special inside brackets. */
function fromBrackets(part: string): string {
  const negated = /^\[[!^]/.test(part);
  const body = part
    .slice(negated ? 2 : 1, -1)
    .replace(/\[:([a-z]+):\]|[\\[\]^]/g, (found, name?: string) =>
      name === undefined ? `\\${found}` : (CLASSES[name] ?? '\\'),
    );
  return `[${negated ? '^' : ''}${body}]`;
}

function literal(character: string): string {
  return /[A-Za-z0-9_]/.test(character) ? character : character.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
}
