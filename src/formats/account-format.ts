import { type Format, Malformed } from '../model/format.ts';
import type { Json } from '../model/json.ts';
import { type AccountLine, type AccountShape, accountLines } from './account-lines.ts';

/** A field that holds names between commas, and what one of them is called: `members`, `member`. */
export interface NameList {
  readonly field: string;
  readonly one: string;
}

/**
 * A format over account lines. Parts: `<entry>/<field>` (a string, `''` where empty; a list of strings
 * for a name list) and `<entry>/<one>/<name>` (true where the list has the name). Entries cannot be
 * made or removed here: where there is none, `get` is null and setting a value throws {@link Malformed}.
 * Names keep their order and a new one is appended, as gpasswd(1) does.
 */
export function accountFormat(name: string, shape: AccountShape, lists: readonly NameList[] = []): Format {
  const read = (text: string, part: string) => {
    const where = partOf(part, shape, lists);
    const lines = accountLines(text, shape).entries.filter((line) => line.fields[0] === where.entry);
    return { ...where, lines };
  };
  return {
    name,
    get(text, part) {
      const { lines, field, list, member } = read(text, part);
      if (member !== undefined) return lines.some((line) => names(line, field).includes(member)) || null;
      const line = only(lines);
      if (line === undefined) return null;
      return list ? names(line, field) : (line.fields[field] ?? '');
    },
    set(text, part, desired) {
      const { entry, lines, field, list, member } = read(text, part);
      if (lines.length === 0) {
        if (desired === null) return text;
        throw new Malformed(text.split('\n').length, `there is no entry for ${entry}`);
      }
      if (member !== undefined) return setMember(text, lines, field, member, desired);
      const line = only(lines);
      return line === undefined ? text : replace(text, line, field, printed(desired, list));
    },
  };
}

function partOf(part: string, shape: AccountShape, lists: readonly NameList[]) {
  const [, entry = '', word = '', member] = /^([^/]+)\/([^/]+)(?:\/(.+))?$/s.exec(part) ?? [];
  const list = lists.find((one) => (member === undefined ? one.field : one.one) === word);
  const field = shape.fields.indexOf(list === undefined ? word : list.field);
  if (field < 1 || (member !== undefined && list === undefined)) throw new TypeError(`no such part: ${part}`);
  return { entry, field, list: list !== undefined, member };
}

/** Every reader takes another one of two entries with one name, so neither can be set for both. */
function only(lines: readonly AccountLine[]): AccountLine | undefined {
  const [first, second] = lines;
  if (second !== undefined) throw new Malformed(second.line, `is a second entry for ${second.fields[0]}`);
  return first;
}

/** As they stand, also empty and doubled ones: so that printing gives the same bytes. */
function names(line: AccountLine, field: number): readonly string[] {
  const value = line.fields[field] ?? '';
  return value === '' ? [] : value.split(',');
}

function setMember(
  text: string,
  lines: readonly AccountLine[],
  field: number,
  member: string,
  desired: Json,
): string {
  if (desired !== true && desired !== null) throw new TypeError('a member is true or null');
  const holders = lines.filter((line) => names(line, field).includes(member));
  if (desired === true) {
    const [first] = lines;
    if (first === undefined || holders.length > 0) return text;
    return replace(text, first, field, printed([...names(first, field), member], true));
  }
  // From the end, so that the places of earlier lines stay true.
  return holders.reduceRight(
    (done, line) =>
      replace(
        done,
        line,
        field,
        printed(
          names(line, field).filter((one) => one !== member),
          true,
        ),
      ),
    text,
  );
}

function printed(desired: Json, list: boolean): string {
  const words = list ? desired : [desired];
  if (!Array.isArray(words)) throw new TypeError('a list of names is wanted');
  for (const word of words) {
    if (typeof word !== 'string' || /[:\n\r]/.test(word) || (list && word.includes(','))) {
      throw new TypeError('an account field is text without colon, comma in a list, or line break');
    }
  }
  if (list && words.length === 1 && words[0] === '') throw new TypeError('a list of one empty name');
  return words.join(',');
}

function replace(text: string, line: AccountLine, field: number, value: string): string {
  const before = line.fields.slice(0, field).reduce((sum, one) => sum + one.length + 1, line.start);
  return text.slice(0, before) + value + text.slice(before + (line.fields[field] ?? '').length);
}
