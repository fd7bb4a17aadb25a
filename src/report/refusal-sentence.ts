import type { Refusal, RefusalCode, Refusals } from '../model/refusal.ts';
import { applyingSentences } from './applying-sentences.ts';
import { journalSentences } from './journal-sentences.ts';
import { planningSentences } from './planning-sentences.ts';
import { readingSentences } from './reading-sentences.ts';
import { usageSentences } from './usage-sentences.ts';

/** Each code's sentences: what, why, what to do. A code without one does not compile. */
const SENTENCES: { readonly [C in RefusalCode]: (args: Refusals[C]) => string } = {
  ...readingSentences,
  ...planningSentences,
  ...applyingSentences,
  ...journalSentences,
  ...usageSentences,
};

/** All codes, sorted: what docs/errors.md has a heading for. */
export const refusalCodes: readonly RefusalCode[] = (Object.keys(SENTENCES) as RefusalCode[]).sort();

/** A refusal in words, one line, to be wrapped. Safe to print: the host's words in it are visible and without secrets. */
export function refusalSentence(refusal: Refusal): string {
  return sentenceOf(refusal.code, refusal.args);
}

function sentenceOf<C extends RefusalCode>(code: C, args: Refusals[NoInfer<C>]): string {
  return SENTENCES[code](args);
}
