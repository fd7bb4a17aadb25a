import { parseSudoersCommands, parseSudoersMembers } from './parse-sudoers-list.ts';
import { parseSudoersPrivilege } from './parse-sudoers-privilege.ts';
import type { SudoersAlias, SudoersScope, SudoersSetting, SudoersStatement } from './sudoers-statement.ts';
import type { SudoersToken } from './sudoers-token.ts';
import { readSudoersTokens, type SudoersTokenReader } from './sudoers-token-reader.ts';

const SCOPES = { ':': 'user', '@': 'host', '>': 'runas' } as const;
const ALIASES = { User: 'user', Runas: 'runas', Host: 'host' } as const;

/** What the tokens of one logical line say; null where there are none. Throws a Malformed. */
export function parseSudoersStatement(
  tokens: readonly SudoersToken[],
  line: number,
): SudoersStatement | null {
  if (tokens.length === 0) return null;
  const reader = readSudoersTokens(tokens, line);
  const statement = parseEntry(reader);
  if (reader.peek() !== null) throw reader.fail('the end of the line');
  return statement;
}

function parseEntry(reader: SudoersTokenReader): SudoersStatement {
  const defaults = reader.accept('defaults');
  if (defaults !== null) {
    const scope = parseScope(reader, defaults.text);
    return { type: 'defaults', scope, settings: separated(reader, ',', () => parseSetting(reader)) };
  }
  const definition = reader.accept('alias-definition');
  if (definition !== null) {
    return { type: 'aliases', aliases: separated(reader, ':', () => parseAlias(reader, definition.text)) };
  }
  const include = reader.accept('include');
  if (include !== null) {
    const path = reader.expect('a path', 'word').text;
    return { type: 'include', directory: include.text === 'includedir', path };
  }
  const users = parseSudoersMembers(reader, 'user');
  return { type: 'rule', users, privileges: separated(reader, ':', () => parseSudoersPrivilege(reader)) };
}

function parseScope(reader: SudoersTokenReader, sign: string): SudoersScope {
  if (sign === '') return { of: 'all' };
  if (sign === '!') return { of: 'command', commands: parseSudoersCommands(reader) };
  const of = SCOPES[sign as keyof typeof SCOPES];
  return { of, members: parseSudoersMembers(reader, of === 'host' ? 'host' : 'user') };
}

function parseAlias(reader: SudoersTokenReader, definition: string): SudoersAlias {
  const name = reader.expect('the name of an alias', 'alias').text;
  reader.expect('=', '=');
  if (definition === 'Cmnd') return { of: 'command', name, commands: parseSudoersCommands(reader) };
  const of = ALIASES[definition as keyof typeof ALIASES];
  return { of, name, members: parseSudoersMembers(reader, of === 'host' ? 'host' : 'user') };
}

function parseSetting(reader: SudoersTokenReader): SudoersSetting {
  const negated = reader.accept('!') !== null;
  const name = reader.expect('the name of a setting', 'setting').text;
  const sign = negated ? null : reader.accept('=', '+=', '-=');
  if (sign === null) return { name, negated, operator: null, value: null };
  const operator = sign.text as '=' | '+=' | '-=';
  return { name, negated, operator, value: reader.expect('a value', 'word').text };
}

function separated<T>(reader: SudoersTokenReader, separator: ',' | ':', parse: () => T): readonly T[] {
  const items = [parse()];
  while (reader.accept(separator) !== null) items.push(parse());
  return items;
}
