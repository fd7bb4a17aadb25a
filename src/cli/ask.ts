import { askLine } from './ask-line.ts';

/** Asks at the terminal; everything but a clear yes is a no. The end of input is one, too. */
export async function ask(question: string): Promise<boolean> {
  const answer = await askLine(`${question} [y/N] `);
  return /^y(es)?$/i.test(answer?.trim() ?? '');
}
