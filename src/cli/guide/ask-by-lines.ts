import { askLine } from '../ask-line.ts';
import type { Act } from './act.ts';
import { askTyped } from './ask-typed.ts';
import type { Question } from './question.ts';

/** Asks with numbered lines and nothing that is drawn over: for a screen reader, and for a terminal that cannot. */
export async function askByLines(question: Question): Promise<Act | null> {
  if (question.type === 'type') return askTyped(question);
  const lines = question.choices.map((choice, i) => {
    const mark = 'isChecked' in choice ? (choice.isChecked ? '[x] ' : '[ ] ') : '';
    return `${i + 1}. ${mark}${choice.name}\n`;
  });
  process.stderr.write(`${question.text}\n${lines.join('')}`);
  for (;;) {
    const answer = await askLine(question.type === 'choose' ? 'Number: ' : 'Numbers that shall be marked: ');
    if (answer === null) return null;
    const numbers = numbersIn(answer, question.choices.length);
    if (numbers !== null && question.type === 'check') return question.act(numbers);
    const [number, another] = numbers ?? [];
    const chosen = question.type === 'choose' && number !== undefined ? question.choices[number] : undefined;
    if (chosen !== undefined && another === undefined) return chosen.act;
    process.stderr.write(`It is a number from 1 to ${question.choices.length}.\n`);
  }
}

/** Positions from 0 on, each once and in order; null where something else was typed. */
function numbersIn(answer: string, count: number): readonly number[] | null {
  const words = answer.split(/[\s,]+/).filter((word) => word !== '');
  const numbers = words.map((word) => (/^\d{1,6}$/.test(word) ? Number(word) - 1 : -1));
  if (numbers.some((number) => number < 0 || number >= count)) return null;
  return [...new Set(numbers)].sort((a, b) => a - b);
}
