import checkbox from '@inquirer/checkbox';
import select from '@inquirer/select';
import type { Act } from './act.ts';
import { askTyped } from './ask-typed.ts';
import type { Question } from './question.ts';

/** Plain ASCII, and the keys in words: what every terminal and every font has. */
const THEME = {
  prefix: { idle: '?', done: '>' },
  icon: { cursor: '>', checked: '[x]', unchecked: '[ ]' },
};
/** Longer lists scroll. The text above them needs the rest of 24 rows. */
const MOST_ROWS = 12;

/** Asks with a list to move in. Null where Ctrl-C or the end of the input is the answer. */
export async function askByArrows(question: Question): Promise<Act | null> {
  if (question.type === 'type') return askTyped(question);
  const context = { output: process.stderr };
  const common = { message: question.text, pageSize: MOST_ROWS, loop: false };
  if (question.type === 'choose') {
    return orNull(
      select(
        {
          ...common,
          choices: question.choices.map(({ name, act }) => ({ name, value: act })),
          theme: { ...THEME, style: { keysHelpTip: () => '(arrow keys move, Enter chooses)' } },
        },
        context,
      ),
    );
  }
  const checked = await orNull(
    checkbox(
      {
        ...common,
        choices: question.choices.map(({ name, isChecked }, i) => ({ name, value: i, checked: isChecked })),
        shortcuts: { all: null, invert: null },
        theme: { ...THEME, style: { keysHelpTip: () => '(arrow keys move, Space marks, Enter is done)' } },
      },
      context,
    ),
  );
  return checked === null ? null : question.act(checked);
}

/** Ctrl-C is an error there; the end of the input closes the prompt, which then never settles. */
async function orNull<T>(prompt: Promise<T>): Promise<T | null> {
  const closed = new Promise<null>((resolve) => {
    // An answer pauses the input too, and comes first.
    process.stdin.once('pause', () => setImmediate(() => resolve(null)));
  });
  try {
    return await Promise.race([prompt, closed]);
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') return null;
    throw error;
  }
}
