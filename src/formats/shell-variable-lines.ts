import { splitLines } from './lines.ts';
import { parseShellScript, type ShellList } from './shell-script.ts';

/** A line of a script that names a variable. */
export interface ShellVariableLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
  /** Whether it does nothing else: then it can be put out of action without a change to what is around it. */
  readonly isAlone: boolean;
}

/** Lines whose commands set, mark or take away a variable. Throws Malformed where the script cannot be parsed. */
export function shellVariableLines(text: string, name: string): readonly ShellVariableLine[] {
  const lines = splitLines(text);
  const numbers = new Set(commandsOf(parseShellScript(text), name));
  return [...numbers].map((line) => {
    const whole = lines[line - 1]?.text ?? '';
    const before = lines[line - 2]?.text ?? '';
    return { line, text: whole, isAlone: !/\\$/.test(before) && !/\\$/.test(whole) && isAlone(whole, name) };
  });
}

/** Lines of the commands that concern it, wherever they stand. */
function commandsOf(list: ShellList, name: string): readonly number[] {
  return list.flatMap(({ command }) => {
    switch (command.is) {
      case 'simple':
        return concerns(command.words, name) ? [command.line] : [];
      case 'if':
        return [
          ...command.branches.flatMap(([test, then]) => [
            ...commandsOf(test, name),
            ...commandsOf(then, name),
          ]),
          ...commandsOf(command.otherwise, name),
        ];
      case 'case':
        return command.arms.flatMap(({ body }) => commandsOf(body, name));
      case 'for':
      case 'loop':
      case 'group':
        return commandsOf(command.body, name);
      default:
        return [];
    }
  });
}

const MARKS = ['readonly', 'export', 'declare', 'typeset', 'unset'];

function concerns(words: readonly string[], name: string): boolean {
  const command = words.findIndex((word) => !/^[A-Za-z_]\w*\+?=/.test(word));
  const isMarked = MARKS.includes(words[command] ?? '');
  const names = isMarked || command < 0 ? words : words.slice(0, command);
  // `${name:=word}` sets what is not set.
  if (words.some((word) => new RegExp(`\\$\\{${name}:?=`).test(word))) return true;
  return names.some((word) => word === name || new RegExp(`^${name}\\+?=`).test(word));
}

/** Whether a line by itself is a whole script that tests, and sets this variable and no other. */
function isAlone(text: string, name: string): boolean {
  let list: ShellList;
  try {
    list = parseShellScript(text);
  } catch {
    return false;
  }
  const isOnly = (each: ShellList): boolean =>
    each.every(({ command }) => {
      switch (command.is) {
        case 'simple':
          return isTest(command.words) || isAbout(command.words, name);
        case 'if':
          return command.branches.every((branch) => branch.every(isOnly)) && isOnly(command.otherwise);
        case 'group':
          return isOnly(command.body);
        default:
          return false;
      }
    });
  return list.length > 0 && isOnly(list);
}

function isTest([first = '']: readonly string[]): boolean {
  return ['[', 'test', ':', 'true'].includes(first);
}

function isAbout(words: readonly string[], name: string): boolean {
  const named = MARKS.includes(words[0] ?? '')
    ? words.slice(1).filter((word) => !word.startsWith('-'))
    : words;
  return (
    named.length > 0 &&
    named.every((word) => word === name || word.startsWith(`${name}=`)) &&
    !/\$\(|`/.test(words.join())
  );
}
