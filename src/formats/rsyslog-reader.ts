import { Malformed } from '../model/format.ts';

/** Goes through the text of a file of rsyslog.conf(5). Whatever it cannot take is a {@link Malformed} with its line. */
export interface RsyslogReader {
  /** Passes over blanks, ends of lines and comments; false at the end of the text. */
  skip(): boolean;
  /** Takes what the pattern (sticky) matches here; null where it does not. */
  take(pattern: RegExp): RegExpExecArray | null;
  /** Takes all up to the end of the line, and of those that a backslash continues. */
  restOfLine(): string;
  /** Takes all up to one of these words or characters outside of strings and parentheses, which is left. */
  upTo(end: RegExp, what: string): string;
  /** What stands between a pair that opens here, without it: `(…)`, `{…}`. */
  inPair(): string;
  /** 1-based. */
  line(): number;
  fail(why: string): Malformed;
}

const CLOSES: { readonly [opening: string]: string } = { '(': ')', '{': '}', '[': ']' };

export function readRsyslog(text: string): RsyslogReader {
  let at = 0;
  let counted = { to: 0, line: 1 };
  const reader: RsyslogReader = {
    skip() {
      while (reader.take(/[ \t\r\n\f]+|#[^\n]*|\/\*[\s\S]*?\*\//y) !== null);
      return at < text.length;
    },
    take(pattern) {
      pattern.lastIndex = at;
      const found = pattern.exec(text);
      if (found !== null) at += found[0].length;
      return found;
    },
    restOfLine: () => (reader.take(/(?:\\\r?\n|[^\n])*/y)?.[0] ?? '').replace(/\\\r?\n\s*/g, ' ').trim(),
    upTo(end, what) {
      const start = at;
      const sticky = new RegExp(end.source, 'y');
      while (at < text.length) {
        sticky.lastIndex = at;
        const isWord = at === start || !/\w/.test(text.charAt(at - 1));
        if (isWord && sticky.test(text)) return text.slice(start, at);
        pass();
      }
      throw reader.fail(`no ${what}`);
    },
    inPair() {
      const start = at + 1;
      pass();
      return text.slice(start, at - 1);
    },
    line() {
      if (at < counted.to) counted = { to: 0, line: 1 };
      counted = { to: at, line: counted.line + text.slice(counted.to, at).split('\n').length - 1 };
      return counted.line;
    },
    fail: (why) => new Malformed(reader.line(), why),
  };
  return reader;

  /** One character, or a whole string, comment or pair. */
  function pass(): void {
    const char = text.charAt(at);
    const close = CLOSES[char];
    if (char === '"' || char === "'") {
      const isWhole = reader.take(char === '"' ? /"(?:\\[\s\S]|[^"\\])*"/y : /'(?:\\[\s\S]|[^'\\])*'/y);
      if (isWhole === null) throw reader.fail('a string that does not end');
    } else if (close !== undefined) {
      const from = at;
      at += 1;
      while (text.charAt(at) !== close) {
        if (at >= text.length) {
          at = from;
          throw reader.fail(`no "${close}" for this "${char}"`);
        }
        pass();
      }
      at += 1;
    } else if (reader.take(/#[^\n]*|\/\*[\s\S]*?\*\//y) === null) {
      at += 1;
    }
  }
}
