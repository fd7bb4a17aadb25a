import { Malformed } from '../model/format.ts';
import { lexSudoersArguments } from './sudoers-arguments.ts';
import { isSudoersDigest } from './sudoers-digest.ts';
import { collapseSudoersEscapes } from './sudoers-escapes.ts';
import { lexemes } from './sudoers-lexemes.ts';
import type { SudoersToken, SudoersTokenType } from './sudoers-token.ts';

/** Where the lexer stands: sudo reads the same characters differently in each place. */
type Place = 'plain' | 'binding' | 'setting-name' | 'setting' | 'include' | 'directory';

/** The places where a word is one thing only. */
const ONE_WORD = {
  include: { pattern: lexemes.includedPath, type: 'word', next: 'plain' },
  'setting-name': { pattern: lexemes.settingName, type: 'setting', next: 'setting' },
  setting: { pattern: lexemes.settingValue, type: 'word', next: 'setting' },
  directory: { pattern: lexemes.directory, type: 'word', next: 'plain' },
} as const;
const SIGNS = ['=', ',', ':', '(', ')'] as const;
const SETTING_SIGNS = ['+=', '-=', '=', ','] as const;

/**
 * The tokens of the logical line that begins at `start`, and where the next one begins.
 * `text` must end with a newline. Throws {@link Malformed}.
 */
export function lexSudoersLine(
  text: string,
  start: number,
  firstLine: number,
): { readonly tokens: readonly SudoersToken[]; readonly end: number; readonly lines: number } {
  const tokens: SudoersToken[] = [];
  // Widened, because TypeScript does not see the functions below change it.
  let place = 'plain' as Place;
  let at = start;
  /** Where what is being read begins. */
  let from = start;
  let line = firstLine;
  /** Within a logical line: a keyword is then an error. */
  let continued = false;
  let lineStart = true;

  while (at < text.length) {
    from = at;
    const newline = match(lexemes.newline);
    if (newline !== null) {
      take(newline);
      return { tokens, end: at, lines: line - firstLine };
    }
    if (readContinuation() || readDirective()) continue;
    lineStart = false;
    if (readBlanks() || readNot() || readComment() || readString()) continue;
    // In a value `+=` is a sign; elsewhere words go first, for an IPv6 address may begin with a colon.
    const read =
      place === 'setting' || place === 'directory' ? readSign() || readWord() : readWord() || readSign();
    if (read) continue;
    throw new Malformed(line, `not understood: ${text.slice(at).split(/\r?\n/, 1)[0]}`);
  }
  if (tokens.length > 0) throw new Malformed(line, 'the file ends within a continued line');
  return { tokens, end: at, lines: line - firstLine };

  function match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = at;
    return pattern.exec(text);
  }

  function take(found: RegExpExecArray): void {
    at += found[0].length;
    line += found[0].split('\n').length - 1;
  }

  function push(type: SudoersTokenType, value: string, args: string | null = null): true {
    tokens.push({ type, text: value, args, line, at: from });
    return true;
  }

  function readContinuation(): boolean {
    const found = match(lexemes.continuation);
    if (found === null) return false;
    take(found);
    continued = true;
    lineStart = true;
    return true;
  }

  function readDirective(): boolean {
    if (place !== 'plain') return false;
    const defaults = lineStart ? keyword(lexemes.defaults) : null;
    const alias = lineStart ? keyword(lexemes.aliasDefinition) : null;
    const include = keyword(lexemes.include) ?? (lineStart ? keyword(lexemes.oldInclude) : null);
    const found = defaults ?? alias ?? include;
    if (found === null) return false;
    if (continued) throw new Malformed(line, 'a line continuation before a keyword');
    take(found);
    if (defaults !== null) place = 'binding';
    if (include !== null) place = 'include';
    const type = defaults !== null ? 'defaults' : alias !== null ? 'alias-definition' : 'include';
    return push(type, found[1] === 'Cmd' ? 'Cmnd' : (found[1] ?? ''));
  }

  /** Null where it is only the beginning of a longer word: `Defaultsx` is a user. */
  function keyword(pattern: RegExp): RegExpExecArray | null {
    const found = match(pattern);
    if (found === null) return null;
    const length = found[0].length + (found[2]?.length ?? 0);
    return (match(lexemes.anyWord)?.[0].length ?? 0) > length ? null : found;
  }

  function readBlanks(): boolean {
    const comma = place === 'binding' ? match(lexemes.comma) : null;
    const found = comma ?? match(lexemes.blanks);
    if (found === null) return false;
    take(found);
    if (comma !== null) return push(',', ',');
    if (place === 'binding') place = 'setting-name';
    return true;
  }

  function readNot(): boolean {
    const found = match(lexemes.not);
    if (found === null) return false;
    take(found);
    return found[0].length % 2 === 1 ? push('!', '!') : true;
  }

  function readComment(): boolean {
    const found = ['plain', 'setting-name', 'setting'].includes(place) ? match(lexemes.comment) : null;
    if (found !== null) take(found);
    return found !== null;
  }

  function readString(): boolean {
    const found = ['setting-name', 'directory'].includes(place) ? null : match(lexemes.string);
    if (found === null) return false;
    const body = (found[1] ?? '').replace(/\\[ \t]*\r?\n[ \t]*/g, '').replaceAll('\\"', '"');
    if (body === '') throw new Malformed(line, 'an empty string');
    const sign = place === 'setting' || place === 'include' ? '' : body[0];
    if (sign === '%' || sign === '+') refuseEmptyGroup(body);
    push(sign === '%' ? 'group' : sign === '+' ? 'netgroup' : 'word', body);
    take(found);
    if (place === 'include') place = 'plain';
    return true;
  }

  function refuseEmptyGroup(word: string): void {
    if (/^(?:\+|%:?)$/.test(word)) throw new Malformed(line, 'an empty group');
  }

  function readSign(): boolean {
    const signs = place === 'setting' ? SETTING_SIGNS : SIGNS;
    const sign = signs.find((candidate) => text.startsWith(candidate, at));
    if (sign === undefined) return false;
    at += sign.length;
    if (place === 'setting' && sign === ',') place = 'setting-name';
    return push(sign, sign);
  }

  function readWord(): boolean {
    if (place === 'plain' || place === 'binding') return readLongestWord();
    const { pattern, type, next } = ONE_WORD[place];
    const found = match(pattern);
    if (found === null) return false;
    take(found);
    place = next;
    return push(type, collapseSudoersEscapes(found[0]));
  }

  function readLongestWord(): boolean {
    let longest: { type: SudoersTokenType; found: RegExpExecArray } | null = null;
    for (const [type, pattern] of lexemes.words) {
      const found = match(pattern);
      if (found === null) continue;
      if (longest === null || found[0].length > longest.found[0].length) longest = { type, found };
    }
    if (longest === null) return false;
    const { type, found } = longest;
    const [raw] = found;
    take(found);
    if (type === 'command') return readCommand(raw);
    if (type === 'digest') return readDigest(raw);
    if (type === 'network' && !isNetwork(raw)) throw new Malformed(line, `${raw} is not an address`);
    if (type === 'word') refuseEmptyGroup(raw);
    if (raw === 'CWD' || raw === 'CHROOT') place = 'directory';
    return push(type, type === 'tag' ? raw.replace(/[ \t]*:$/, '') : collapseSudoersEscapes(raw));
  }

  function readCommand(raw: string): boolean {
    const name = raw.startsWith('^') ? raw : raw.replace(/\\([,:= \t#])/g, '$1');
    // Directories take no arguments, and the commands of Defaults neither.
    if (place === 'binding' || raw.endsWith('/')) return push('command', name);
    const args = lexSudoersArguments(text, at, line);
    push('command', name, args.text);
    at = args.end;
    line += args.lines;
    continued ||= args.lines > 0;
    return true;
  }

  function readDigest(name: string): boolean {
    const found = match(lexemes.digest);
    const digest = found?.[1] ?? '';
    if (found === null || !isSudoersDigest(name, digest)) {
      throw new Malformed(line, `${name} without a digest of the right length`);
    }
    take(found);
    return push('digest', `${name}:${digest}`);
  }
}

/** IPv6 may be abbreviated with `::` once. */
function isNetwork(text: string): boolean {
  return text.split('/').every((address) => address.split('::').length <= 2);
}
