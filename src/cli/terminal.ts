import { userFile } from '../host/user-file.ts';
import type { Options } from './options.ts';

/** Where words go: data to standard output or the file of --out, talk to standard error. */
export interface Terminal {
  readonly color: boolean;
  readonly isInteractive: boolean;
  report(text: string): void;
  say(text: string): void;
}

export function createTerminal(options: Pick<Options, 'out' | 'color'>): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const wanted = options.color && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb';
  return {
    color: wanted && options.out === undefined && stdout.isTTY,
    isInteractive: stdin.isTTY && stderr.isTTY,
    report(text) {
      if (options.out === undefined) stdout.write(text);
      else userFile.write(options.out, text);
    },
    say: (text) => void stderr.write(text),
  };
}
