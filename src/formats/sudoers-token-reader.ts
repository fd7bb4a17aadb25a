import { Malformed } from '../model/format.ts';
import type { SudoersToken, SudoersTokenType } from './sudoers-token.ts';

/** Walks over the tokens of one logical line. */
export interface SudoersTokenReader {
  peek(): SudoersTokenType | null;
  /** The token so many places ahead. */
  peekAt(ahead: number): SudoersToken | null;
  /** The token if it is of one of these types, and steps over it. */
  accept(...types: readonly SudoersTokenType[]): SudoersToken | null;
  /** Throws {@link Malformed} where there is something else. */
  expect(what: string, ...types: readonly SudoersTokenType[]): SudoersToken;
  fail(what: string): Malformed;
}

export function readSudoersTokens(tokens: readonly SudoersToken[], line: number): SudoersTokenReader {
  let at = 0;
  const reader: SudoersTokenReader = {
    peek: () => tokens[at]?.type ?? null,
    peekAt: (ahead) => tokens[at + ahead] ?? null,
    accept(...types) {
      const token = tokens[at];
      if (token === undefined || !types.includes(token.type)) return null;
      at += 1;
      return token;
    },
    expect(what, ...types) {
      const token = reader.accept(...types);
      if (token === null) throw reader.fail(what);
      return token;
    },
    fail(what) {
      const token = tokens[at];
      return token === undefined
        ? new Malformed(tokens.at(-1)?.line ?? line, `${what} is missing`)
        : new Malformed(token.line, `${what} expected, not ${token.text}`);
    },
  };
  return reader;
}
