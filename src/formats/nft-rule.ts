import type { NftRule } from './nft-ruleset.ts';
import type { NftToken } from './nft-tokens.ts';
import { portNumber } from './port-number.ts';

/** What a packet must be for the rule to act on it. */
export interface NftCondition {
  /** The words before the value: `ip saddr`, `tcp dport`, `ct state`; several where a set joins them by dots. */
  readonly selectors: readonly string[];
  readonly isNegated: boolean;
  /** One list per element of the set, with a word for each selector; the name of a set, `@name`, is its only element. */
  readonly elements: readonly (readonly string[])[];
}

export type NftVerdict =
  | { readonly type: 'accept' | 'drop' | 'return' }
  | { readonly type: 'jump' | 'goto'; readonly chain: string };

export interface ReadNftRule {
  readonly conditions: readonly NftCondition[];
  /** It matches only some of what its conditions say: a limit, a mark, a time, or words that are not understood. */
  readonly isPartial: boolean;
  /** Null for a rule that decides nothing: it counts, logs, marks. */
  readonly verdict: NftVerdict | null;
  /** Ports outside of which it never matches a packet that is not passed on; null where none are named. */
  readonly ports: readonly (readonly [first: number, last: number])[] | null;
  /** The verdicts of a verdict map by element; the condition that comes last is its key. */
  readonly map: readonly { readonly element: readonly string[]; readonly verdict: NftVerdict }[] | null;
}

/** Selectors of one word, and of a word with a field. What is missing makes a rule partial, and nothing worse. */
const ALONE = new Set(['iif', 'iifname', 'oif', 'oifname', 'mark']);
const WITH_FIELD = new Set([
  'meta',
  'ip',
  'ip6',
  'tcp',
  'udp',
  'th',
  'icmp',
  'icmpv6',
  'igmp',
  'ether',
  'sctp',
  'dccp',
]);
/** With what follows them, they decide nothing. */
const LISTED = /^(?:counter|log|comment|notrack|continue)$/;

/** What one rule of a chain matches and decides, nft(8). Whatever is not understood is said to be partial. */
export function readNftRule({ words }: NftRule): ReadNftRule {
  const conditions: NftCondition[] = [];
  let isPartial = false;
  let verdict: NftVerdict | null = null;
  let map: ReadNftRule['map'] = null;
  let at = 0;
  const text = (ahead = 0) => words[at + ahead]?.text ?? '';

  while (at < words.length && verdict === null && map === null) {
    const first = text();
    if (first === 'accept' || first === 'drop' || first === 'return') {
      verdict = { type: first };
    } else if (first === 'reject') {
      verdict = { type: 'drop' };
    } else if (first === 'jump' || first === 'goto') {
      verdict = { type: first, chain: text(1) };
    } else if (LISTED.test(first)) {
      skipListed(first);
    } else {
      const selectors = readSelectors();
      if (selectors === null || !readCondition(selectors)) {
        isPartial = true;
        verdict = lastVerdict(words.slice(at));
        break;
      }
    }
  }
  return { conditions, isPartial, verdict, map, ports: portsOf(conditions) };

  function skipListed(first: string): void {
    at += 1;
    if (first === 'comment') at += 1;
    if (first === 'counter') {
      if (text() === 'name') at += 2;
      while (text() === 'packets' || text() === 'bytes') at += 2;
    }
    if (first === 'log')
      while (/^(?:prefix|level|group|snaplen|queue-threshold|flags)$/.test(text())) at += 2;
  }

  /** `ip saddr`, or `ip saddr . tcp dport`; null for what is none. */
  function readSelectors(): readonly string[] | null {
    const found: string[] = [];
    do {
      if (text() === '.') at += 1;
      const one = readSelector();
      if (one === null) return null;
      found.push(one);
    } while (text() === '.');
    return found;
  }

  function readSelector(): string | null {
    const first = text();
    if (ALONE.has(first)) return take(1);
    if (WITH_FIELD.has(first)) return take(2);
    if (first === 'ct')
      return take(/^(?:original|reply)$/.test(text(1)) ? (/^ip6?$/.test(text(2)) ? 4 : 3) : 2);
    if (first === 'fib') {
      let count = 2;
      while (text(count) === '.') count += 2;
      return take(count + 1);
    }
    return null;
  }

  function take(count: number): string {
    const taken = words.slice(at, at + count).map((word) => word.text);
    at += count;
    return taken.join(' ');
  }

  function readCondition(selectors: readonly string[]): boolean {
    const operator = text();
    if (operator === 'vmap') {
      at += 1;
      const entries = braced()?.map(mapEntry) ?? null;
      if (entries === null || entries.some((each) => each === null)) return false;
      map = entries.filter((each) => each !== null);
      conditions.push({ selectors, isNegated: false, elements: map.map(({ element }) => element) });
      return true;
    }
    if (operator === '==' || operator === '!=') at += 1;
    const elements = text() === '{' ? braced()?.map(elementWords) : listed()?.map((word) => [word]);
    if (elements === undefined) return false;
    conditions.push({ selectors, isNegated: operator === '!=', elements });
    return true;
  }

  /** What stands between braces, by commas; null where there are none. */
  function braced(): readonly (readonly NftToken[])[] | null {
    if (text() !== '{') return null;
    const end = words.findIndex((word, i) => i > at && isMark(word, '}'));
    if (end < 0) return null;
    const inside = words.slice(at + 1, end);
    at = end + 1;
    return splitNftElements(inside);
  }

  /** `established,related`: words by commas. */
  function listed(): readonly string[] | null {
    const found: string[] = [];
    do {
      if (isMark(words[at], ',')) at += 1;
      const word = words[at];
      if (word === undefined || word.type === 'mark') return null;
      found.push(word.text);
      at += 1;
    } while (isMark(words[at], ','));
    // A calculation goes on: `tcp flags & (fin | syn) == syn`, `meta mark set 1`.
    return /^[<>&|^=]|^(?:set|and|or|xor)$/.test(text()) || found[0] === 'set' ? null : found;
  }
}

function portsOf(conditions: readonly NftCondition[]): ReadNftRule['ports'] {
  for (const { selectors, isNegated, elements } of conditions) {
    if (isNegated || selectors.length > 1 || !/^(?:tcp|udp|th) dport$/.test(selectors[0] ?? '')) continue;
    const ports: (readonly [number, number])[] = [];
    for (const [text = ''] of elements) {
      const [first = null, last = first] = text.split('-', 2).map(portNumber);
      if (first === null || last === null) return null;
      ports.push([first, last]);
    }
    return ports;
  }
  return null;
}

/** The elements of a set between its braces, or with them. */
export function splitNftElements(words: readonly NftToken[]): readonly (readonly NftToken[])[] {
  const elements: NftToken[][] = [[]];
  for (const word of words) {
    if (isMark(word, '{') || isMark(word, '}')) continue;
    if (isMark(word, ',')) elements.push([]);
    else elements.at(-1)?.push(word);
  }
  return elements.filter((each) => each.length > 0);
}

/** `10.0.0.0/8 . 22`, without what is said of the element besides: a counter, a comment. */
export function elementWords(element: readonly NftToken[]): readonly string[] {
  const found: string[] = [];
  for (const [i, { text }] of element.entries()) if (i % 2 === 0) found.push(text);
  const dots = element.filter((_, i) => i % 2 === 1).findIndex(({ text }) => text !== '.');
  return dots < 0 ? found : found.slice(0, dots + 1);
}

function mapEntry(element: readonly NftToken[]): { element: readonly string[]; verdict: NftVerdict } | null {
  const colon = element.findIndex(({ text }) => text === ':');
  const verdict = colon < 0 ? null : lastVerdict(element.slice(colon + 1));
  return verdict === null ? null : { element: elementWords(element.slice(0, colon)), verdict };
}

/** Of words that are not all understood: what it decides stands at the end. */
function lastVerdict(words: readonly NftToken[]): NftVerdict | null {
  for (const [i, { type, text }] of [...words.entries()].reverse()) {
    if (type !== 'word') continue;
    if (text === 'accept' || text === 'drop' || text === 'return') return { type: text };
    if (text === 'reject') return { type: 'drop' };
    // A program decides.
    if (text === 'queue') return { type: 'accept' };
    const chain = words[i + 1]?.text;
    if ((text === 'jump' || text === 'goto') && chain !== undefined) return { type: text, chain };
  }
  return null;
}

function isMark(token: NftToken | undefined, text: string): boolean {
  return token?.type === 'mark' && token.text === text;
}
