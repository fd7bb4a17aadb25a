import { pageOf, type Size } from './page-of.ts';
import type { Question, Screen } from './question.ts';

/** Besides the choices: the offer of more, the question, the line that says the keys, and empty lines around. */
const ASKING = 7;
const LEAST = 5;

/** A text from `line` on, as far as the terminal shows it above its question; what is left is offered first. */
export function pagedScreen(
  {
    text,
    line,
    question,
  }: {
    readonly text: string;
    readonly line: number;
    readonly question: Omit<Extract<Question, { type: 'choose' }>, 'type'>;
  },
  { rows, columns }: Size,
): Screen {
  const left = rows - question.choices.length - ASKING;
  const page = pageOf(text, line, { rows: Math.max(LEAST, left), columns });
  const more =
    page.next === null ? [] : [{ name: 'Show more', act: { do: 'more' as const, line: page.next } }];
  return {
    text: page.text,
    question: { type: 'choose', text: question.text, choices: [...more, ...question.choices] },
  };
}
