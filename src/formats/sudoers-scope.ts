import { lexSudoersLine } from './sudoers-lexer.ts';

/** What stands before the settings of a Defaults line, as it is written: `Defaults`, `Defaults:%ops`, `Defaults!/bin/ls`. */
export function sudoersScope(text: string): string {
  const { tokens } = lexSudoersLine(`${text}\n`, 0, 1);
  const setting = tokens.findIndex(({ type }) => type === 'setting');
  const first = tokens[setting - 1]?.type === '!' ? tokens[setting - 1] : tokens[setting];
  return text
    .slice(0, first?.at)
    .replace(/\\[ \t]*\r?\n/g, ' ')
    .trim();
}
