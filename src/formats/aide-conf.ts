import { splitLines } from './lines.ts';

/** One line of aide.conf(5) that says something, with its variables not yet put in. 1-based lines. */
export type AideLine = { readonly line: number; readonly text: string } & (
  | { readonly type: 'define'; readonly name: string; readonly value: string }
  | { readonly type: 'undef'; readonly name: string }
  | { readonly type: 'if'; readonly negated: boolean; readonly test: string; readonly word: string }
  | { readonly type: 'else' | 'endif' }
  | {
      readonly type: 'include';
      readonly path: string;
      /** Of names in a directory; null where `path` is a file. */
      readonly pattern: string | null;
      /** Stands before every rule that is included. */
      readonly prefix: string;
      /** Whether a file that is executable is run, and read for what it prints. */
      readonly runs: boolean;
    }
  | { readonly type: 'option'; readonly name: string; readonly value: string }
  | AideRuleLine
);

interface AideRuleLine {
  readonly type: 'rule';
  /** `!` takes out, `=` takes in without what is below, none takes in. */
  readonly sign: '' | '!' | '=';
  readonly regex: string;
  /** find(1)'s letters of the types it is for; null for all. */
  readonly types: readonly string[] | null;
  readonly attributes: string;
}

/** The conditions of AIDE before 0.18, which it still takes. */
const OLD_TESTS: { readonly [word: string]: readonly [negated: boolean, test: string] } = {
  ifdef: [false, 'defined'],
  ifndef: [true, 'defined'],
  ifhost: [false, 'hostname'],
  ifnhost: [true, 'hostname'],
};

/** The lines of an aide.conf. What is no rule, option or macro that decides over rules is left out. */
export function parseAideConf(text: string): readonly AideLine[] {
  return splitLines(text).flatMap(({ text: raw }, index): readonly AideLine[] => {
    const text = raw.trim();
    const at = { line: index + 1, text };
    if (text.startsWith('@@')) return macro(text, at);
    if (/^[!=]?\//.test(text)) return [{ ...at, ...rule(text) }];
    const [, name, value] = /^(\w+)\s*=\s*(.*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [{ ...at, type: 'option', name, value }];
  });
}

function macro(text: string, at: { line: number; text: string }): readonly AideLine[] {
  const [word = '', ...rest] = text.slice(2).split(/\s+/);
  const [, first = '', second = null, third = ''] = wordsOf(text);
  switch (word) {
    case 'define':
      return [{ ...at, type: 'define', name: first, value: wordsOf(text)[2] ?? '' }];
    case 'undef':
      return [{ ...at, type: 'undef', name: first }];
    case 'if': {
      const words = rest.filter((each) => each !== 'not');
      const negated = (rest.length - words.length) % 2 === 1;
      return [{ ...at, type: 'if', negated, test: words[0] ?? '', word: words[1] ?? '' }];
    }
    case 'else':
    case 'endif':
      return [{ ...at, type: word }];
    case 'include':
    case 'x_include':
      return [
        { ...at, type: 'include', path: first, pattern: second, prefix: third, runs: word === 'x_include' },
      ];
    default: {
      const [negated, test] = OLD_TESTS[word] ?? [];
      if (negated === undefined || test === undefined) return [];
      return [{ ...at, type: 'if', negated, test, word: first }];
    }
  }
}

/** Blanks end a word unless a backslash stands before; before itself it stands for one. Before anything else it stays. */
function wordsOf(text: string): readonly string[] {
  return (text.match(/(?:\\.|[^\s\\])+/gu) ?? []).map((word) => word.replace(/\\([\\\s])/g, '$1'));
}

/** `!/var/log d`, `/etc Full`, `/usr/bin f,l Full`: without attributes, the second word of a negative rule is its types. */
function rule(text: string): AideRuleLine {
  const sign = /^[!=]/.exec(text)?.[0] ?? '';
  const [regex = '', ...words] = wordsOf(text.slice(sign.length));
  const hasTypes = sign === '!' ? words.length > 0 : words.length > 1;
  const types = hasTypes && words[0] !== '0' ? (words[0] ?? '').split(',') : null;
  return {
    type: 'rule',
    sign: sign === '!' || sign === '=' ? sign : '',
    regex,
    types,
    attributes: words.slice(hasTypes ? 1 : 0).join(' '),
  };
}
