import { Malformed } from '../model/format.ts';

/** A JSON value and where it stands: offsets into the text, `end` exclusive. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  /** Of an object, in the text's order; null for every other value. */
  readonly members: readonly JsonMember[] | null;
}

export interface JsonMember {
  readonly key: string;
  /** Where the key's quote stands. */
  readonly start: number;
  readonly value: JsonNode;
}

const MAX_DEPTH = 100;
// Unrolled, so that a long string costs no backtracking.
const STRING = String.raw`"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const TOKEN = new RegExp(String.raw`${STRING}|${NUMBER}|true|false|null|[\[\]{}:,]`, 'y');

/**
 * The tree of a JSON text (RFC 8259), with a {@link Malformed} that has the line for what is no JSON, and for
 * two things that parsers let pass and daemons read differently: a byte order mark and a doubled key.
 */
export function parseJsonTree(text: string): JsonNode {
  let at = 0;
  if (text.startsWith('\ufeff')) throw new Malformed(1, 'begins with a byte order mark');

  const fail = (why: string, place = at): never => {
    throw new Malformed(text.slice(0, place).split('\n').length, why);
  };
  const skipBlanks = () => {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
  };
  const token = (): string => {
    skipBlanks();
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(text)?.[0];
    if (found !== undefined) {
      at += found.length;
      return found;
    }
    if (at === text.length) return fail('ends too early');
    return fail(/^(\/[/*]|#)/.test(text.slice(at)) ? 'JSON has no comments' : 'is not JSON');
  };
  /** What stands between two elements, or ends them; no comma may stand before the end. */
  const goesOn = (close: string): boolean => {
    const next = token();
    if (next === close) return false;
    if (next !== ',') fail(`a comma or ${close} is missing`, at - next.length);
    skipBlanks();
    if (text.charAt(at) === close) fail('a comma before the end is not JSON');
    return true;
  };
  const isEmpty = (close: string): boolean => {
    skipBlanks();
    if (text.charAt(at) !== close) return false;
    at += 1;
    return true;
  };

  function value(depth: number): JsonNode {
    if (depth > MAX_DEPTH) fail('is nested too deeply');
    const first = token();
    const start = at - first.length;
    if (/^[:,\]}]$/.test(first)) fail('a value is missing', start);
    if (first === '[') {
      let more = !isEmpty(']');
      while (more) {
        value(depth + 1);
        more = goesOn(']');
      }
    }
    const members = first === '{' ? object(depth) : null;
    return { start, end: at, members };
  }

  function object(depth: number): readonly JsonMember[] {
    const members: JsonMember[] = [];
    const seen = new Set<string>();
    let more = !isEmpty('}');
    while (more) {
      const quoted = token();
      const start = at - quoted.length;
      if (!quoted.startsWith('"')) fail('a key in quotes is missing', start);
      const key: string = JSON.parse(quoted);
      if (seen.has(key)) fail(`the key ${quoted} stands here a second time`, start);
      seen.add(key);
      if (token() !== ':') fail('a colon is missing');
      members.push({ key, start, value: value(depth + 1) });
      more = goesOn('}');
    }
    return members;
  }

  const root = value(0);
  skipBlanks();
  if (at < text.length) fail('something follows after the end');
  return root;
}
