import { Malformed } from '../model/format.ts';
import type { NftToken } from './nft-tokens.ts';

export interface NftRule {
  readonly words: readonly NftToken[];
  /** As it is written, blanks evened. */
  readonly text: string;
  readonly source: string;
  readonly line: number;
}

export interface NftChain {
  readonly name: string;
  /** Where packets come to it from the kernel; null for one that only others jump to. */
  readonly base: {
    readonly type: string;
    readonly hook: string;
    readonly policy: 'accept' | 'drop';
    readonly source: string;
    readonly line: number;
  } | null;
  readonly rules: readonly NftRule[];
}

export interface NftTable {
  readonly family: string;
  readonly name: string;
  readonly chains: readonly NftChain[];
  /** The words of named sets and maps; null where they change while the kernel runs. */
  readonly sets: ReadonlyMap<string, readonly NftToken[] | null>;
}

export interface NftRuleset {
  readonly tables: readonly NftTable[];
  /** Every `flush ruleset`: it takes the tables of all others along, Docker's too. */
  readonly flushes: readonly { readonly source: string; readonly line: number }[];
  /** The first statement that was not understood; what it adds is missing in the tables. */
  readonly unread?: { readonly source: string; readonly line: number; readonly text: string };
}

const FAMILIES = ['ip', 'ip6', 'inet', 'arp', 'bridge', 'netdev'];

interface Chain {
  name: string;
  base: NftChain['base'];
  rules: NftRule[];
}
interface Table {
  family: string;
  name: string;
  chains: Map<string, Chain>;
  sets: Map<string, readonly NftToken[] | null>;
}

/**
 * What a file for `nft -f` makes of an empty kernel, or `nft list ruleset` says is there: nft(8). Includes are expanded by
 * whoever reads the files. Rules stay words: what they match is for nft-rule.ts. A {@link Malformed} where braces do
 * not close.
 */
export function readNftRuleset(tokens: readonly NftToken[]): NftRuleset {
  const tables = new Map<string, Table>();
  const flushes: { source: string; line: number }[] = [];
  const defines = new Map<string, readonly NftToken[]>();
  let unread: NftRuleset['unread'];
  let at = 0;

  const peek = () => tokens[at];
  const isEnd = (token: NftToken | undefined) => token?.type === 'end';
  const skipEnds = () => {
    while (isEnd(peek())) at += 1;
  };
  /** The rest of a statement: to the end of the line outside of braces, or before the brace that closes around it. */
  const statement = (): readonly NftToken[] => {
    const words: NftToken[] = [];
    let depth = 0;
    for (let token = peek(); token !== undefined; token = peek()) {
      if (depth === 0 && (isEnd(token) || isMark(token, '}'))) break;
      if (isMark(token, '{')) depth += 1;
      if (isMark(token, '}')) depth -= 1;
      if (!isEnd(token)) words.push(token);
      at += 1;
    }
    if (depth > 0) throw new Malformed(words[0]?.line ?? 1, 'a brace is not closed');
    return words;
  };
  const block = (each: () => void) => {
    const line = peek()?.line ?? 1;
    at += 1;
    for (skipEnds(); !isMark(peek(), '}'); skipEnds()) {
      if (peek() === undefined) throw new Malformed(line, 'a brace is not closed');
      each();
    }
    at += 1;
  };
  const word = (): string => {
    const token = peek();
    if (token === undefined || token.type === 'end' || token.type === 'mark')
      throw new Malformed(tokens[Math.min(at, tokens.length - 1)]?.line ?? 1, 'a name is missing');
    at += 1;
    return token.text;
  };
  const family = (): string => (FAMILIES.includes(peek()?.text ?? '') ? word() : 'ip');
  const table = (of: string, name: string): Table => {
    const key = `${of} ${name}`;
    const found = tables.get(key) ?? { family: of, name, chains: new Map(), sets: new Map() };
    tables.set(key, found);
    return found;
  };
  const expand = (words: readonly NftToken[]): readonly NftToken[] =>
    words.flatMap((token) => {
      const value =
        token.type === 'word' && token.text.startsWith('$') ? defines.get(token.text.slice(1)) : undefined;
      return value === undefined ? [token] : value;
    });

  function chainOf(parent: Table, name: string): Chain {
    const found = parent.chains.get(name) ?? { name, base: null, rules: [] };
    parent.chains.set(name, found);
    return found;
  }
  function chainStatement(chain: Chain): void {
    const words = expand(statement());
    const [first] = words;
    if (first === undefined) return;
    const texts = words.map(({ text }) => text);
    if (first.text === 'type' && texts.includes('hook')) {
      const after = (name: string) => texts[texts.indexOf(name) + 1] ?? '';
      const { source, line } = first;
      chain.base = { type: texts[1] ?? '', hook: after('hook'), policy: 'accept', source, line };
    } else if (first.text === 'policy') {
      if (chain.base !== null)
        chain.base = { ...chain.base, policy: texts[1] === 'drop' ? 'drop' : 'accept' };
    } else if (first.text !== 'comment' && !(first.text === 'flags' && texts[1] === 'offload')) {
      chain.rules.push(ruleOf(words));
    }
  }
  function setBlock(parent: Table, name: string): void {
    let elements: readonly NftToken[] | null = [];
    let changes = false;
    block(() => {
      const words = expand(statement());
      const [first, , ...rest] = words;
      if (first?.text === 'elements') elements = [...(elements ?? []), ...rest];
      if (first?.text === 'timeout' || words.some(({ text }) => text === 'dynamic' || text === 'timeout'))
        changes = true;
    });
    parent.sets.set(name, changes ? null : elements);
  }
  function inTable(parent: Table): void {
    const [first] = [peek()];
    const isNamed = tokens[at + 2] !== undefined && isMark(tokens[at + 2], '{');
    if (first?.text === 'chain' && isNamed) {
      at += 1;
      const chain = chainOf(parent, word());
      block(() => chainStatement(chain));
    } else if ((first?.text === 'set' || first?.text === 'map') && isNamed) {
      at += 1;
      setBlock(parent, word());
    } else {
      // Counters, quotas, helpers and their like decide nothing by themselves.
      statement();
    }
  }
  function add(isInserted: boolean): void {
    const what = word();
    const parent = table(family(), word());
    if (what === 'table') {
      if (isMark(peek(), '{')) block(() => inTable(parent));
      return;
    }
    const name = word();
    if (what === 'chain') {
      const chain = chainOf(parent, name);
      if (isMark(peek(), '{')) block(() => chainStatement(chain));
    } else if (what === 'rule') {
      const chain = chainOf(parent, name);
      const words = expand(statement());
      // A place is that of a rule there is already: without it, the worst place is the first.
      const rest = /^(?:position|index|handle)$/.test(words[0]?.text ?? '') ? words.slice(2) : words;
      if (isInserted) chain.rules.unshift(ruleOf(rest));
      else chain.rules.push(ruleOf(rest));
    } else if (what === 'set' || what === 'map') {
      if (isMark(peek(), '{')) setBlock(parent, name);
    } else if (what === 'element') {
      const before = parent.sets.get(name);
      const words = expand(statement());
      if (before !== null) parent.sets.set(name, [...(before ?? []), ...words]);
    } else {
      at -= 1;
      statement();
    }
  }

  for (skipEnds(); at < tokens.length; skipEnds()) {
    const first = peek();
    if (first === undefined) break;
    const begin = at;
    const verb = first.text;
    const next = tokens[at + 1]?.text;
    if (verb === 'table') {
      at += 1;
      const parent = table(family(), word());
      if (isMark(peek(), '{')) block(() => inTable(parent));
    } else if (verb === 'add' || verb === 'create' || verb === 'insert') {
      at += 1;
      add(verb === 'insert');
    } else if (verb === 'flush' && next === 'ruleset') {
      flushes.push({ source: first.source, line: first.line });
      const of = statement()[2]?.text;
      for (const key of tables.keys()) if (of === undefined || key.startsWith(`${of} `)) tables.delete(key);
    } else if (verb === 'flush' && (next === 'table' || next === 'chain')) {
      at += 2;
      const parent = tables.get(`${family()} ${word()}`);
      const name = next === 'chain' ? word() : null;
      for (const chain of parent?.chains.values() ?? [])
        if (name === null || chain.name === name) chain.rules = [];
    } else if ((verb === 'delete' || verb === 'destroy') && next === 'table') {
      at += 2;
      tables.delete(`${family()} ${word()}`);
    } else if (verb === 'define' || verb === 'redefine') {
      const [, name, , ...value] = statement();
      if (name !== undefined) defines.set(name.text, expand(value));
    } else if (verb !== 'undefine') {
      unread ??= { source: first.source, line: first.line, text: printWords(statement()) };
    }
    if (at === begin) statement();
    if (at === begin) throw new Malformed(first.line, `${JSON.stringify(first.text)} is out of place`);
  }
  const read = [...tables.values()].map(({ chains, ...rest }) => ({ ...rest, chains: [...chains.values()] }));
  return { tables: read, flushes, ...(unread === undefined ? {} : { unread }) };
}

function isMark(token: NftToken | undefined, text: string): boolean {
  return token?.type === 'mark' && token.text === text;
}

function ruleOf(words: readonly NftToken[]): NftRule {
  const [first] = words;
  return { words, text: printWords(words), source: first?.source ?? '', line: first?.line ?? 1 };
}

function printWords(words: readonly NftToken[]): string {
  return words
    .map(({ type, text }) => (type === 'string' ? `"${text}"` : text))
    .join(' ')
    .replaceAll(' ,', ',');
}
