/** Takes the backslashes out of a word: `\x20` is the character of that code, `\,` is `,`. */
export function collapseSudoersEscapes(word: string): string {
  return word.replace(
    /\\(?:x([0-9A-Fa-f]{2})|([\s\S]))/g,
    (_all, hex: string | undefined, character: string) =>
      hex === undefined ? character : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
