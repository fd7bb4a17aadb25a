import { nearest } from './nearest.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

/** The known word that this one is; else a refusal with all of them, and the nearest. */
export function oneOf<T extends string>(
  known: readonly T[],
  line: PolicyLine,
  word: string,
  refuse: Refuse,
): T {
  const found = known.find((each) => each === word);
  if (found !== undefined) return found;
  const meant = nearest(word, known);
  return refuse(
    line.line,
    `${line.key}: "${word}" is none of ${known.join(', ')}${meant === null ? '' : `; is ${meant} meant?`}`,
  );
}
