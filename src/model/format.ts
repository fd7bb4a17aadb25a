import type { Json } from './json.ts';

/**
 * How named parts of a text are read and set without touching any other byte.
 * Text is in the encoding of formats/host-text.ts. Both throw a {@link Malformed} where the text cannot be understood.
 */
export interface Format {
  /** Stands before the colon of a part's name in a wish: `group:docker/members`. */
  readonly name: string;
  /** The part's value, null where it is absent. */
  get(text: string, part: string): Json;
  /** The text with the part set, or without it when `desired` is null. `get(set(t, p, d), p)` is `d`; setting what is set returns the same text. */
  set(text: string, part: string, desired: Json): string;
}

/** A text that breaks its format's rules. The reader that knows the path turns it into a refusal. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  /** 1-based. */
  readonly line: number;
  readonly why: string;

  constructor(line: number, why: string) {
    super(`line ${line}: ${why}`);
    this.line = line;
    this.why = why;
  }
}
