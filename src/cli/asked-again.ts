import { shellWord } from '../formats/shell-word.ts';
import type { Options } from './options.ts';

type Named = 'root' | 'stateDir' | 'policy' | 'profile';
const OPTIONS: readonly (readonly [Named, string])[] = [
  ['root', '--root'],
  ['stateDir', '--state-dir'],
  ['policy', '--policy'],
  ['profile', '--profile'],
];

/** A command to paste that asks for the same: the options of these names, as they were given, and the ids. */
export function askedAgain(
  command: string,
  options: Pick<Options, Named>,
  names: readonly Named[],
  ids: readonly string[] = [],
): string {
  const given = OPTIONS.flatMap(([name, option]) => {
    const value = names.includes(name) ? options[name] : undefined;
    return value === undefined ? [] : [option, shellWord(value)];
  });
  return [command, ...ids.map(shellWord), ...given].join(' ');
}
