import { lexSudoersLine } from './sudoers-lexer.ts';

/** NOPASSWD and PASSWD in a logical line, in order. */
export interface SudoersPasswordTags {
  readonly tags: readonly string[];
  /** The line with other ones in their places; every other byte stays. */
  with(tags: readonly string[]): string;
}

const NAMES = ['NOPASSWD', 'PASSWD'];

/** The password tags of a logical line of sudoers(5), with or without its newline. Throws a Malformed. */
export function sudoersPasswordTags(text: string): SudoersPasswordTags {
  const found = lexSudoersLine(`${text}\n`, 0, 1).tokens.filter(
    ({ type, text: name }) => type === 'tag' && NAMES.includes(name),
  );
  return {
    tags: found.map((tag) => tag.text),
    with(tags) {
      // From the end, so that the places of earlier tags stay true.
      return found.reduceRight(
        (done, { at, text: old }, i) => done.slice(0, at) + (tags[i] ?? old) + done.slice(at + old.length),
        text,
      );
    },
  };
}
