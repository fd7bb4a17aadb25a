/** A selection line of aide.conf(5) with its variables put in. */
export interface AideRule {
  readonly sign: '' | '!' | '=';
  /** Null where it cannot be read here, which has Perl's own syntax in it: it then matches nothing. */
  readonly pattern: AidePattern | null;
  readonly types: readonly string[] | null;
  readonly source: string;
  readonly line: number;
  readonly text: string;
}

export interface AidePattern {
  /** What every path that it matches begins with: most of a thousand rules are done with by that. */
  readonly start: string;
  readonly expression: RegExp;
}

export interface AideSelection {
  readonly selected: boolean;
  /** Null where no rule matches. */
  readonly by: AideRule | null;
}

/**
 * Whether AIDE keeps a record of a path: taken out by any negative rule for it or for a directory above it, else
 * taken in by any rule whose pattern matches at its beginning. `type` is find(1)'s letter.
 */
export function aideSelects(rules: readonly AideRule[], path: string, type: string): AideSelection {
  const names = path.split('/').slice(1);
  for (const i of names.keys()) {
    const each = `/${names.slice(0, i + 1).join('/')}`;
    const kind = each === path ? type : 'd';
    const out = rules.find((rule) => rule.sign === '!' && isFor(rule, kind) && matches(rule, each) !== null);
    if (out !== undefined) return { selected: false, by: out };
  }
  const by = rules.find((rule) => rule.sign !== '!' && isFor(rule, type) && takesIn(rule, path)) ?? null;
  return { selected: by !== null, by };
}

function isFor({ types }: AideRule, type: string): boolean {
  return types === null || types.includes(type);
}

/** An equals rule is for what it matches, and what lies right in a directory whose slash it ends with. */
function takesIn(rule: AideRule, path: string): boolean {
  const matched = matches(rule, path);
  return matched !== null && (rule.sign === '' || !path.slice(matched.length).includes('/'));
}

function matches({ pattern }: AideRule, path: string): string | null {
  if (pattern === null || !path.startsWith(pattern.start)) return null;
  return pattern.expression.exec(path)?.[0] ?? null;
}

/** Perl's words for them, in a class of characters. */
const CLASSES: { readonly [name: string]: string } = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  space: '\\s',
  upper: 'A-Z',
  word: '\\w',
  xdigit: '0-9A-Fa-f',
};

/** AIDE's pattern, which holds at the beginning of a path. */
export function aidePattern(regex: string): AidePattern | null {
  const known = regex.replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all);
  if (known.includes('[:')) return null;
  try {
    return { start: startOf(known), expression: new RegExp(`^(?:${known})`) };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Nothing where there are alternatives; a last letter that may be missing is none. */
function startOf(regex: string): string {
  if (regex.includes('|')) return '';
  const literal = /^[\w/-]*/.exec(regex)?.[0] ?? '';
  return /^[?*{]/.test(regex.slice(literal.length)) ? literal.slice(0, -1) : literal;
}
