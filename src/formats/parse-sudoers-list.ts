import { Malformed } from '../model/format.ts';
import { sudoersPattern } from './sudoers-pattern.ts';
import type { SudoersCommand, SudoersMember } from './sudoers-statement.ts';
import type { SudoersToken, SudoersTokenType } from './sudoers-token.ts';
import type { SudoersTokenReader } from './sudoers-token-reader.ts';

const MEMBERS = {
  user: ['all', 'alias', 'word', 'group', 'netgroup'],
  host: ['all', 'alias', 'word', 'network', 'netgroup'],
  group: ['all', 'alias', 'word'],
} as const satisfies { readonly [of: string]: readonly SudoersTokenType[] };

/** `a, !%b, +c`. Throws a Malformed. */
export function parseSudoersMembers(
  reader: SudoersTokenReader,
  of: keyof typeof MEMBERS,
): readonly SudoersMember[] {
  const members: SudoersMember[] = [];
  do {
    const negated = reader.accept('!') !== null;
    const token = reader.expect(`a ${of}`, ...MEMBERS[of]);
    members.push({ negated, is: token.type as SudoersMember['is'], name: token.text });
  } while (reader.accept(',') !== null);
  return members;
}

/** `/bin/ls, !/bin/su, sha256:… /bin/cat`. Throws a Malformed. */
export function parseSudoersCommands(reader: SudoersTokenReader): readonly SudoersCommand[] {
  const commands: SudoersCommand[] = [];
  do commands.push(parseSudoersCommand(reader));
  while (reader.accept(',') !== null);
  return commands;
}

/** Throws a Malformed. */
export function parseSudoersCommand(reader: SudoersTokenReader): SudoersCommand {
  const digests: string[] = [];
  for (let token = reader.accept('digest'); token !== null; token = reader.accept('digest')) {
    digests.push(token.text);
    if (reader.accept(',') !== null && reader.peek() !== 'digest') throw reader.fail('a digest');
  }
  const negated = reader.accept('!') !== null;
  const token = reader.expect('a command', 'all', 'alias', 'command', 'word');
  const is = commandType(token);
  if (digests.length > 0 && (is === 'alias' || is === 'list')) {
    throw new Malformed(token.line, 'a digest needs a path');
  }
  if (is === 'regex') checkRegex(token.text, token.line);
  if (token.args?.startsWith('^') === true) checkRegex(token.args, token.line);
  return { negated, is, name: token.text, args: token.args, digests };
}

function commandType(token: SudoersToken): SudoersCommand['is'] {
  if (token.type === 'all' || token.type === 'alias') return token.type;
  if (token.type === 'word') {
    if (token.text === 'list') return 'list';
    throw new Malformed(token.line, `${token.text} is not a full path`);
  }
  if (token.text.startsWith('^')) return 'regex';
  // sudo takes a path to sudoedit for the built-in of that name.
  return token.text === 'sudoedit' || token.text.endsWith('/sudoedit') ? 'sudoedit' : 'path';
}

function checkRegex(text: string, line: number): void {
  if (sudoersPattern(text) === null) throw new Malformed(line, `not a regular expression: ${text}`);
}
