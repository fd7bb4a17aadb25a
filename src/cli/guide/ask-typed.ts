import { askLine } from '../ask-line.ts';
import type { Act } from './act.ts';
import type { Question } from './question.ts';

/** Asks for a line until it can be used. Null where Ctrl-C or the end of the input is the answer. */
export async function askTyped(question: Extract<Question, { type: 'type' }>): Promise<Act | null> {
  let initial = question.initial;
  for (;;) {
    const answer = await askLine(`${question.text} `, initial);
    if (answer === null) return null;
    const typed = answer.trim();
    const fault = question.fault(typed);
    if (fault === null) return question.act(typed);
    process.stderr.write(`${fault}\n`);
    initial = typed;
  }
}
