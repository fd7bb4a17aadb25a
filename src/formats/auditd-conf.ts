import { type Format, Malformed } from '../model/format.ts';
import { type Line, splitLines } from './lines.ts';

/** One line of auditd.conf(5) that counts. */
export interface AuditdLine {
  /** In lower case: auditd does not tell cases apart. */
  readonly name: string;
  /** As written; the words of `exec /path` with one blank between them. */
  readonly value: string;
  /** 1-based. */
  readonly line: number;
}

export interface AuditdConf {
  /** In the order of the file; of several for one name the last wins. */
  readonly settings: readonly AuditdLine[];
  /** Lines that auditd passes over: too long, or without a newline at the end of the file. */
  readonly skipped: readonly number[];
  /** Whether there is no line that auditd reads, be it a comment: it then checks nothing. */
  readonly isEmpty: boolean;
}

/** What fits into auditd's buffer with a newline and a NUL behind it; the manual's 160 is that buffer. */
const LONGEST = 158;

/**
 * Reads it as auditd does: a name, `=` and a value, with blanks, not tabs, between them. A line that auditd would not
 * start with is a {@link Malformed}.
 */
export function parseAuditdConf(text: string): AuditdConf {
  const settings: AuditdLine[] = [];
  const skipped: number[] = [];
  for (const [i, { text: line, end }] of splitLines(text).entries()) {
    const [name, equals, value, ...options] = line.split(' ').filter((word) => word !== '');
    if (name === undefined || name.startsWith('#')) continue;
    if (isSkipped({ text: line, end })) {
      skipped.push(i + 1);
      continue;
    }
    if (end === '\r\n')
      throw new Malformed(i + 1, 'a carriage return, which auditd takes for a part of the value');
    if (!/^\w+$/.test(name))
      throw new Malformed(i + 1, `auditd knows no ${name.trim()}: only blanks separate words`);
    if (equals !== '=') throw new Malformed(i + 1, 'no "=" with blanks on both sides');
    if (value === undefined) throw new Malformed(i + 1, `no value for ${name}`);
    if (options.length > 0 && !name.toLowerCase().endsWith('_action'))
      throw new Malformed(i + 1, `more than one value for ${name}`);
    settings.push({ name: name.toLowerCase(), value: [value, ...options].join(' '), line: i + 1 });
  }
  return { settings, skipped, isEmpty: splitLines(text).every(isSkipped) };
}

/** The line that decides; null where none does. */
export function auditdSetting({ settings }: Pick<AuditdConf, 'settings'>, name: string): AuditdLine | null {
  return settings.findLast((each) => each.name === name) ?? null;
}

/** Parts are names; the value is that of the line that decides, as it is written. */
export const auditdConfFormat: Format = {
  name: 'auditd',

  get: (text, part) => auditdSetting(parseAuditdConf(text), part)?.value ?? null,

  set(text, part, desired) {
    const { settings } = parseAuditdConf(text);
    const now = auditdSetting({ settings }, part);
    if (desired === (now?.value ?? null)) return text;
    const lines = splitLines(text);
    if (desired === null) {
      const gone = new Set(settings.filter(({ name }) => name === part).map(({ line }) => line));
      return printed(lines.filter((_, i) => !gone.has(i + 1)));
    }
    if (typeof desired !== 'string' || !/^[!-~]+( [!-~]+)*$/.test(desired))
      throw new TypeError(`no value for ${part}: ${desired}`);
    if (now !== null)
      return printed(lines.map((line, i) => (i + 1 === now.line ? withValue(line, desired) : line)));
    // A last line without a newline is passed over, and must be neither ours nor brought to life by what follows it.
    const last = lines.at(-1)?.end === '' ? lines.slice(-1) : [];
    const before = lines.slice(0, lines.length - last.length);
    return printed([...before, { text: `${part} = ${desired}`, end: '\n' }, ...last]);
  },
};

function isSkipped({ text, end }: Line): boolean {
  return end === '' || text.length + end.length - 1 > LONGEST;
}

function withValue(line: Line, value: string): Line {
  const [head = ''] = /^ *[^ ]+ += +/.exec(line.text) ?? [];
  return { ...line, text: `${head}${value}${/ *$/.exec(line.text)?.[0] ?? ''}` };
}

function printed(lines: readonly Line[]): string {
  return lines.map(({ text, end }) => text + end).join('');
}
