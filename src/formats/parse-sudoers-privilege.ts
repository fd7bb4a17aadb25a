import { Malformed } from '../model/format.ts';
import { parseSudoersCommand, parseSudoersMembers } from './parse-sudoers-list.ts';
import type { SudoersCommandSpec, SudoersPrivilege, SudoersRunas } from './sudoers-statement.ts';
import type { SudoersTokenReader } from './sudoers-token-reader.ts';

/** Only some builds of sudo know these; in the others they are names of aliases. */
const RARE_OPTIONS = ['APPARMOR_PROFILE', 'PRIVS', 'LIMITPRIVS'];
const CHECKS: { readonly [option: string]: RegExp } = {
  TIMEOUT: /^(?=[0-9])(?:[0-9]+d)?(?:[0-9]+h)?(?:[0-9]+m)?(?:[0-9]+s?)?$/i,
  NOTBEFORE: /^[0-9]{10}(?:[0-9]{2}){0,2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}(?:[0-9]{2})?)?$/,
  NOTAFTER: /^[0-9]{10}(?:[0-9]{2}){0,2}(?:[.,][0-9]+)?(?:Z|[+-][0-9]{2}(?:[0-9]{2})?)?$/,
  CWD: /^(?:[/~]|\*$)/,
  CHROOT: /^(?:[/~]|\*$)/,
};

/** `hosts = (runas) options tags: command, …`. Throws a Malformed. */
export function parseSudoersPrivilege(reader: SudoersTokenReader): SudoersPrivilege {
  const hosts = parseSudoersMembers(reader, 'host');
  reader.expect('=', '=');
  const commands: SudoersCommandSpec[] = [];
  do commands.push(parseCommandSpec(reader, commands.at(-1)));
  while (reader.accept(',') !== null);
  return { hosts, commands };
}

function parseCommandSpec(
  reader: SudoersTokenReader,
  previous: SudoersCommandSpec | undefined,
): SudoersCommandSpec {
  const runas = parseRunas(reader) ?? previous?.runas ?? null;
  const options = { ...inherited(previous), ...parseOptions(reader) };
  let nopasswd = previous?.nopasswd ?? null;
  for (let tag = reader.accept('tag'); tag !== null; tag = reader.accept('tag')) {
    if (tag.text === 'PASSWD') nopasswd = false;
    if (tag.text === 'NOPASSWD') nopasswd = true;
  }
  return { runas, nopasswd, options, command: parseSudoersCommand(reader) };
}

function inherited(previous: SudoersCommandSpec | undefined): SudoersCommandSpec['options'] {
  return previous === undefined ? {} : previous.options;
}

function parseRunas(reader: SudoersTokenReader): SudoersRunas | null {
  if (reader.accept('(') === null) return null;
  const users = [':', ')'].includes(reader.peek() ?? '') ? null : parseSudoersMembers(reader, 'user');
  const colon = reader.accept(':') !== null;
  const groups = colon && reader.peek() !== ')' ? parseSudoersMembers(reader, 'group') : null;
  if (colon && users !== null && groups === null) throw reader.fail('a group');
  reader.expect(')', ')');
  return { users, groups };
}

function parseOptions(reader: SudoersTokenReader): { readonly [name: string]: string } {
  const options: Record<string, string> = {};
  for (;;) {
    const name = reader.accept('option') ?? rareOption(reader);
    if (name === null) return options;
    reader.expect('=', '=');
    const value = reader.expect('a value', 'word').text;
    if (CHECKS[name.text]?.test(value) === false) {
      throw new Malformed(name.line, `${value} is not a value of ${name.text}`);
    }
    options[name.text] = value;
  }
}

function rareOption(reader: SudoersTokenReader) {
  return reader.peekAt(1)?.type === '=' && RARE_OPTIONS.includes(reader.peekAt(0)?.text ?? '')
    ? reader.accept('alias')
    : null;
}
