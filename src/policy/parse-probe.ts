import { splitQuotedWords } from '../formats/exec-words.ts';
import { Malformed } from '../model/format.ts';
import type { Path } from '../model/path.ts';
import type { Probe } from '../model/policy.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

/** What a shell would take for its own, and a program gets as a word. */
const SHELL = /^(?:\|\|?|&&?|;|\d?[<>].*|.*`.*|\$[({]?[A-Za-z_].*)$/;

/** Whether a key of `[run]` names a probe: one key for each, so that each has a name. */
export function isProbeKey(key: string): boolean {
  return /^probe(?:-[a-z0-9]+)*$/.test(key);
}

/** `probe-shop = /usr/bin/curl -fsS http://127.0.0.1:8080/health`: an absolute program and its words, quoted as in a unit. */
export function parseProbe({ key, value, line }: PolicyLine, refuse: Refuse): Probe {
  const [program, ...args] = wordsOf(value, (why) => refuse(line, `${key}: ${why}`));
  if (program === undefined) return refuse(line, `${key} is empty`);
  if (!program.startsWith('/') || program.endsWith('/')) {
    refuse(line, `${key}: ${program} is no absolute path of a program, like /usr/bin/curl`);
  }
  const shells = args.find((word) => SHELL.test(word));
  if (shells !== undefined) {
    refuse(line, `${key}: there is no shell that would know ${shells}; write /bin/sh -c '…'`);
  }
  return { name: key, argv: [program as Path, ...args] };
}

function wordsOf(value: string, refuse: (why: string) => never): readonly string[] {
  try {
    return splitQuotedWords(value);
  } catch (error) {
    if (error instanceof Malformed) return refuse(error.why);
    throw error;
  }
}
