import { Malformed } from '../model/format.ts';
import { type ShellToken, shellTokens } from './shell-tokens.ts';

/** A script of sh(1) as far as it matters to which commands are run: words stand as they are written. */
export type ShellCommand = { readonly line: number } & (
  | { readonly is: 'simple'; readonly words: readonly string[] }
  | {
      readonly is: 'if';
      readonly branches: readonly (readonly [ShellList, ShellList])[];
      readonly otherwise: ShellList;
    }
  | { readonly is: 'for'; readonly name: string; readonly words: readonly string[]; readonly body: ShellList }
  | { readonly is: 'loop'; readonly body: ShellList }
  | { readonly is: 'case'; readonly word: string; readonly arms: readonly ShellArm[] }
  | { readonly is: 'group' | 'subshell'; readonly body: ShellList }
  /** A function, a test of bash's own, a pipeline: runs nothing in this shell that could set a variable. */
  | { readonly is: 'other' }
);

export interface ShellArm {
  readonly patterns: readonly string[];
  readonly body: ShellList;
}

export interface ShellItem {
  readonly command: ShellCommand;
  /** Whether it is run only if what came before succeeded, or failed. */
  readonly after: ';' | '&&' | '||';
  readonly isNegated: boolean;
}

export type ShellList = readonly ShellItem[];

const CLOSING = ['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}'];

/** Parses a script. Throws {@link Malformed} at the first line that is beyond it. */
export function parseShellScript(text: string): ShellList {
  const tokens = shellTokens(text);
  let at = 0;

  const peek = (): ShellToken | undefined => tokens[at];
  const isOperator = (...texts: readonly string[]) => {
    const token = peek();
    return token?.is === 'operator' && texts.includes(token.text);
  };
  const isWord = (...texts: readonly string[]) => {
    const token = peek();
    return token?.is === 'word' && texts.includes(token.text);
  };
  const lineHere = () => peek()?.line ?? tokens.at(-1)?.line ?? 1;
  const expect = (text: string) => {
    if (peek()?.text !== text) throw new Malformed(lineHere(), `has ${quoted(peek())} where ${text} belongs`);
    at++;
  };
  const skipNewlines = () => {
    while (isOperator('\n')) at++;
  };

  function list(): ShellList {
    const items: ShellItem[] = [];
    let after: ShellItem['after'] = ';';
    for (;;) {
      while (isOperator('\n', ';', '&')) {
        at++;
        after = ';';
      }
      if (peek() === undefined || isOperator(')', ';;', ';&', ';;&') || isWord(...CLOSING)) return items;
      items.push({ ...pipeline(), after });
      if (isOperator('&&', '||')) {
        after = peek()?.text === '&&' ? '&&' : '||';
        at++;
        skipNewlines();
        continue;
      }
      after = ';';
      // In the background it sets nothing here.
      const last = items.at(-1);
      if (isOperator('&') && last !== undefined)
        items[items.length - 1] = { ...last, command: { is: 'other', line: last.command.line } };
    }
  }

  function pipeline(): Omit<ShellItem, 'after'> {
    let isNegated = false;
    while (isWord('!')) {
      isNegated = !isNegated;
      at++;
    }
    const first = command();
    if (!isOperator('|', '|&')) return { command: first, isNegated };
    while (isOperator('|', '|&')) {
      at++;
      skipNewlines();
      command();
    }
    return { command: { is: 'other', line: first.line }, isNegated };
  }

  function command(): ShellCommand {
    const found = bare();
    while (peek()?.redirects) redirection();
    return found;
  }

  function redirection(): void {
    at++;
    if (peek()?.is !== 'word') throw new Malformed(lineHere(), 'redirects to nothing');
    at++;
  }

  function bare(): ShellCommand {
    const line = lineHere();
    if (isOperator('(')) return parenthesis(line);
    if (isWord('{')) {
      at++;
      const body = list();
      expect('}');
      return { is: 'group', line, body };
    }
    if (isWord('if')) return ifCommand(line);
    if (isWord('for', 'select')) return forCommand(line);
    if (isWord('while', 'until')) {
      at++;
      list();
      return { is: 'loop', line, body: body() };
    }
    if (isWord('case')) return caseCommand(line);
    if (isWord('[[')) return { is: 'other', line: until(']]', line) };
    if (isWord('function')) {
      at += 2;
      if (isOperator('(')) at++;
      if (isOperator(')')) at++;
      skipNewlines();
      command();
      return { is: 'other', line };
    }
    return simple(line);
  }

  function parenthesis(line: number): ShellCommand {
    at++;
    if (isOperator('(')) {
      for (let depth = 1; depth > 0; at++) {
        if (peek() === undefined) throw new Malformed(line, 'has no )) to end what it begins');
        if (isOperator('(')) depth++;
        if (isOperator(')')) depth--;
      }
      return { is: 'other', line };
    }
    const found = list();
    expect(')');
    return { is: 'subshell', line, body: found };
  }

  function until(word: string, line: number): number {
    while (peek() !== undefined && !isWord(word)) at++;
    expect(word);
    return line;
  }

  function ifCommand(line: number): ShellCommand {
    const branches: (readonly [ShellList, ShellList])[] = [];
    do {
      at++;
      const test = list();
      expect('then');
      branches.push([test, list()]);
    } while (isWord('elif'));
    let otherwise: ShellList = [];
    if (isWord('else')) {
      at++;
      otherwise = list();
    }
    expect('fi');
    return { is: 'if', line, branches, otherwise };
  }

  function forCommand(line: number): ShellCommand {
    at++;
    if (isOperator('(')) {
      // bash counts with `for ((…))`.
      parenthesis(line);
      if (isOperator(';', '\n')) at++;
      return { is: 'loop', line, body: body() };
    }
    const name = peek()?.text ?? '';
    at++;
    skipNewlines();
    const words: string[] = [];
    if (isWord('in')) {
      at++;
      for (; peek()?.is === 'word'; at++) words.push(peek()?.text ?? '');
    } else words.push('"$@"');
    return { is: 'for', line, name, words, body: body() };
  }

  function body(): ShellList {
    while (isOperator('\n', ';')) at++;
    if (isWord('{')) {
      at++;
      const found = list();
      expect('}');
      return found;
    }
    expect('do');
    const found = list();
    expect('done');
    return found;
  }

  function caseCommand(line: number): ShellCommand {
    at++;
    const word = peek()?.text ?? '';
    at++;
    skipNewlines();
    expect('in');
    const arms: ShellArm[] = [];
    for (;;) {
      skipNewlines();
      if (isWord('esac')) break;
      if (isOperator('(')) at++;
      const patterns: string[] = [];
      while (peek() !== undefined && !isOperator(')')) {
        if (!isOperator('|')) patterns.push(peek()?.text ?? '');
        at++;
      }
      expect(')');
      arms.push({ patterns, body: list() });
      if (isOperator(';;', ';&', ';;&')) at++;
      else skipNewlines();
    }
    expect('esac');
    return { is: 'case', line, word, arms };
  }

  function simple(line: number): ShellCommand {
    const words: string[] = [];
    for (;;) {
      if (peek()?.redirects) {
        redirection();
        continue;
      }
      const token = peek();
      if (token?.is === 'word') {
        words.push(token.text);
        at++;
        continue;
      }
      if (!isOperator('(') || words.length === 0) break;
      const [name = ''] = words;
      at++;
      if (words.length === 1 && isOperator(')')) {
        at++;
        skipNewlines();
        command();
        return { is: 'other', line };
      }
      // A list of bash's: `name=(a b)`.
      if (!/=$/.test(words.at(-1) ?? '')) throw new Malformed(line, `has a ( after ${name}`);
      while (peek() !== undefined && !isOperator(')')) at++;
      expect(')');
      words[words.length - 1] = `${words.at(-1)}"$()"`;
    }
    if (words.length === 0) throw new Malformed(line, `has ${quoted(peek())} where a command belongs`);
    return { is: 'simple', line, words };
  }

  const found = list();
  if (peek() !== undefined) throw new Malformed(lineHere(), `has ${quoted(peek())}, which ends nothing`);
  return found;
}

function quoted(token: ShellToken | undefined): string {
  return token === undefined
    ? 'its end'
    : token.text === '\n'
      ? 'the end of the line'
      : token.text.slice(0, 20);
}
