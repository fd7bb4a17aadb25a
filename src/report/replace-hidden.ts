/**
 * What may be printed as it is, by allow-list: letters, digits, punctuation, symbols and the plain space, and at
 * most two combining marks after a letter. All else is hidden from the eye or moves what stands beside it: control
 * and format characters, other spaces, private and unassigned code points, lone surrogates, and what Unicode lets
 * a terminal draw as nothing. Right-to-left letters are left out too: next to ` -> ` or `:12: ` they swap the
 * two sides on a terminal that reorders, with no control character in sight.
 */
const HIDDEN = (() => {
  const unfit = String.raw`\p{Default_Ignorable_Code_Point}\u2800`;
  const rightToLeft = String.raw`\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}`;
  const letter = String.raw`[\p{L}--[${unfit}${rightToLeft}]]`;
  const sign = String.raw`[[\p{L}\p{N}\p{P}\p{S}\x20]--[${unfit}${rightToLeft}]]`;
  const mark = String.raw`[\p{M}--[${unfit}${rightToLeft}]]`;
  return new RegExp(`(?<!${letter}${mark}?)${mark}|[^${sign}${mark}]`, 'gv');
})();

/** The text with every character that must not reach a terminal replaced. `by` is given one code point. */
export function replaceHidden(text: string, by: (character: string) => string): string {
  return text.replace(HIDDEN, by);
}
