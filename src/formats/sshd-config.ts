import { type Format, Malformed } from '../model/format.ts';
import { joinLines, spliceLines, splitLines } from './lines.ts';
import { addressMatches } from './sshd-address.ts';
import { type SshdKeyword, sshdKeyword } from './sshd-keyword.ts';
import { parseSshdMatch } from './sshd-match.ts';
import { sshdSeconds } from './sshd-seconds.ts';
import { type SshdWords, sshdWords } from './sshd-words.ts';

/** One line of a configuration of sshd that says something. */
export interface SshdDirective extends SshdWords {
  /** 1-based. */
  readonly line: number;
  /** The line without blanks around it. */
  readonly text: string;
  /** By which it is the same as another: in lower case, an older name replaced by the name of today. */
  readonly key: string;
}

/**
 * Reads one file as sshd_config(5) says. What sshd would not start with is a {@link Malformed}: quoting, the criteria
 * of Match, and the values of the keywords that are known here. Other keywords are sshd's to judge.
 */
export function parseSshdConfig(text: string): readonly SshdDirective[] {
  return splitLines(text).flatMap(({ text: raw }, i) => {
    const line = i + 1;
    const words = sshdWords(raw, line);
    if (words === null) return [];
    const known = sshdKeyword(words.keyword);
    const key = (known?.name ?? words.keyword).toLowerCase();
    if (key === 'match') parseSshdMatch(words.args, line);
    if (key === 'allowusers' || key === 'denyusers') checkSources(words.args, line);
    if (known !== null && known.values !== null) {
      const [value = '', ...more] = words.args;
      if (words.args.length === 0) throw new Malformed(line, `no argument after keyword "${words.keyword}"`);
      if (!isSshdValue(known.values, value)) throw new Malformed(line, `unsupported option "${value}"`);
      if (more.length > 0) throw new Malformed(line, `${words.keyword}: extra arguments at end of line`);
    }
    return [{ ...words, line, key, text: raw.trim() }];
  });
}

/** `user@hosts`, where the hosts are such a list as in a Match: sshd does not start with one that is broken. */
function checkSources(args: readonly string[], line: number): void {
  for (const arg of args) {
    if (arg === '') throw new Malformed(line, 'an empty pattern');
    const at = arg.lastIndexOf('@');
    if (at >= 0) addressMatches(null, arg.slice(at + 1), line);
  }
}

function isSshdValue(values: NonNullable<SshdKeyword['values']>, value: string): boolean {
  if (values === 'time') return sshdSeconds(value) !== null;
  return values === 'number' ? /^\d+$/.test(value) : values.includes(value.toLowerCase());
}

/**
 * Parts are keywords; the value is what the file's first line for it says above all Match blocks, since sshd takes
 * the first. Set, that line's arguments are replaced; a new line stands above the Match blocks, too.
 */
export const sshdFormat: Format = {
  name: 'sshd',

  get(text, part) {
    const [first] = linesFor(text, part);
    return first === undefined ? null : printed(first.args);
  },

  set(text, part, desired) {
    const [first, ...others] = linesFor(text, part);
    if ((first === undefined ? null : printed(first.args)) === desired) return text;
    const lines = splitLines(text);
    if (desired === null) {
      const present = first === undefined ? others : [first, ...others];
      return joinLines(present.reduceRight((left, { line }) => spliceLines(left, line - 1, 1, []), lines));
    }
    if (typeof desired !== 'string' || !isHeldBy(part, desired))
      throw new TypeError(`no value for sshd_config: ${JSON.stringify(desired)}`);
    if (first === undefined)
      return joinLines(spliceLines(lines, endOfGlobal(text), 0, [`${part} ${desired}`]));
    const old = lines[first.line - 1]?.text ?? '';
    const changed = old.slice(0, first.start) + desired + old.slice(first.end);
    return joinLines(spliceLines(lines, first.line - 1, 1, [changed]));
  },
};

/** Whether a line can say that, and is read back as it. */
function isHeldBy(part: string, desired: string): boolean {
  try {
    return !desired.includes('\n') && sshdFormat.get(`${part} ${desired}`, part) === desired;
  } catch (error) {
    if (error instanceof Malformed) return false;
    throw error;
  }
}

function linesFor(text: string, part: string): readonly SshdDirective[] {
  const key = (sshdKeyword(part)?.name ?? part).toLowerCase();
  return globalLines(text).filter((directive) => directive.key === key);
}

function globalLines(text: string): readonly SshdDirective[] {
  const all = parseSshdConfig(text);
  const match = all.findIndex(({ key }) => key === 'match');
  return match < 0 ? all : all.slice(0, match);
}

/** Index of the line after the last one above the Match blocks that says something; the end where there are none. */
function endOfGlobal(text: string): number {
  const global = globalLines(text);
  const isAll = global.length === parseSshdConfig(text).length;
  return isAll ? splitLines(text).length : (global.at(-1)?.line ?? 0);
}

/** Words as they are read back: in double quotes where they would not be one word. */
function printed(args: readonly string[]): string {
  return args
    .map((arg) =>
      arg === '' || /[\s"'\\#]/.test(arg) ? `"${arg.replace(/["'\\]/g, (char) => `\\${char}`)}"` : arg,
    )
    .join(' ');
}
