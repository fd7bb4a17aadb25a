import { Malformed } from '../model/format.ts';

/** Variable names to values, as a unit's Environment= and EnvironmentFile= give them. */
export type Environment = { readonly [name: string]: string };

/**
 * The program and its arguments of an `ExecStart=` value: quotes and escapes resolved, the prefixes
 * `@ - : + !` stripped (with `@` the word for argv[0] is dropped), variables replaced as
 * systemd.service(5), "Command lines", says. Specifiers are left alone. Throws {@link Malformed}.
 */
export function splitExecStart(text: string, environment: Environment): readonly string[] {
  const [first, ...rest] = splitQuotedWords(text);
  if (first === undefined) return [];
  const prefixes = /^[@\-:+!|]*/.exec(first)?.[0] ?? '';
  const args = prefixes.includes('@') ? rest.slice(1) : rest;
  const expanded = prefixes.includes(':') ? args : args.flatMap((word) => expand(word, environment));
  return [first.slice(prefixes.length), ...expanded];
}

/** Words separated by white space, with `'`, `"` and C escapes as systemd.syntax(7), "Quoting", has them. */
export function splitQuotedWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  let i = 0;
  while (i < text.length) {
    const char = text.charAt(i);
    i += 1;
    if (char === '\\') {
      const { value, length } = escapeAt(text, i);
      word = (word ?? '') + value;
      i += length;
    } else if (quote !== null) {
      if (char === quote) quote = null;
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word = word ?? '';
    } else if (/[ \t\n\r]/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + char;
    }
  }
  if (quote !== null) throw new Malformed(1, `no closing ${quote}`);
  if (word !== null) words.push(word);
  return words;
}

const SIMPLE: { readonly [letter: string]: string } = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  s: ' ',
  '\\': '\\',
  '"': '"',
  "'": "'",
  ';': ';',
};

/** What follows a backslash. */
function escapeAt(text: string, at: number): { value: string; length: number } {
  const simple = SIMPLE[text.charAt(at)];
  if (simple !== undefined) return { value: simple, length: 1 };
  const coded = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|([0-7]{3}))/i.exec(text.slice(at, at + 9));
  const digits = coded?.[1] ?? coded?.[2] ?? coded?.[3] ?? coded?.[4];
  const code = digits === undefined ? 0 : Number.parseInt(digits, coded?.[4] === undefined ? 16 : 8);
  if (coded === null || code === 0 || code > 0x10ffff) throw new Malformed(1, 'unknown escape sequence');
  return { value: String.fromCodePoint(code), length: coded[0].length };
}

/** `$NAME` alone becomes any number of words; `${NAME}` becomes text inside its word; `$$` is a dollar. */
function expand(word: string, environment: Environment): readonly string[] {
  const alone = /^\$([A-Za-z_]\w*)$/.exec(word)?.[1];
  if (alone !== undefined) return splitQuotedWords(environment[alone] ?? '');
  return [
    word.replace(/\$\$|\$\{([A-Za-z_]\w*)\}/g, (_, name?: string) =>
      name === undefined ? '$' : (environment[name] ?? ''),
    ),
  ];
}
