import type { SshdStatement } from './sshd-evaluate.ts';

/**
 * One file that says the same as all of them: what is for everybody first, then each statement of a Match block below
 * a Match of its own. So it can be given to `sshd -t` on standard input, although what it includes is only planned.
 * Line n of the text is of `lines[n - 1]`.
 */
export function printSshdConfig(statements: readonly SshdStatement[]): {
  readonly text: string;
  readonly lines: readonly SshdStatement[];
} {
  const global = statements.filter(({ blocks }) => blocks.length === 0);
  const inBlocks = statements.filter(({ blocks }) => blocks.length > 0);
  const printed = [
    ...global.map((statement) => ({ statement, text: textOf(statement) })),
    ...inBlocks.flatMap((statement) => [
      { statement, text: matchOf(statement) },
      { statement, text: textOf(statement) },
    ]),
  ];
  return {
    text: printed.map(({ text }) => `${text}\n`).join(''),
    lines: printed.map(({ statement }) => statement),
  };
}

function textOf({ text }: SshdStatement): string {
  return text.replace(/^-o /, '');
}

/** Blocks around a block are criteria of it; `all` cannot stand beside others. */
function matchOf({ blocks }: SshdStatement): string {
  const criteria = blocks.flatMap((block) => block.criteria);
  const words = criteria.map(({ on, list }) => (list === '' ? on : `${on} "${list}"`));
  return words.length === 0 ? 'Match all' : `Match ${words.join(' ')}`;
}
