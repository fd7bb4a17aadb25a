import { Malformed } from '../model/format.ts';
import { splitQuotedWords } from './exec-words.ts';
import { globPattern } from './glob-pattern.ts';
import { splitLines } from './lines.ts';

/** A line of tmpfiles.d(5) that gives what is there an owner or a mode. */
export interface TmpfilesLine {
  /** Its letter: `z`, `d`. */
  readonly type: string;
  readonly path: string;
  /** Where it is one; null where the line is for just that path. */
  readonly pattern: RegExp | null;
  /** Null where it leaves as it is what is there. */
  readonly mode: number | null;
  readonly user: string | null;
  readonly group: string | null;
  /** 1-based. */
  readonly line: number;
}

/** Others make links and devices, or remove, and touch no owner and no mode of what is there. */
const GIVING = /^[fFdDevqQzZm]/;
const GLOBBING = /^[ezZm]/;

/** Lines that systemd-tmpfiles(8) would pass over, and paths with specifiers, are left out. */
export function parseTmpfiles(text: string): readonly TmpfilesLine[] {
  return splitLines(text).flatMap(({ text: raw }, index) => {
    const trimmed = raw.trim();
    if (trimmed === '' || trimmed.startsWith('#')) return [];
    const [type = '', path = '', mode = '-', user = '-', group = '-'] = wordsOf(trimmed);
    if (!GIVING.test(type) || !path.startsWith('/') || path.includes('%')) return [];
    // `~` takes no more than is there, and `:` is for what is new.
    const bits = /^[0-7]{1,5}$/.test(mode) ? Number.parseInt(mode, 8) : null;
    const owner = (name: string) => (name === '-' || name.startsWith(':') ? null : name);
    const given = { mode: bits, user: owner(user), group: owner(group) };
    const pattern = GLOBBING.test(type) ? globPattern(path) : null;
    return [{ type: type[0] ?? '', path, pattern, ...given, line: index + 1 }];
  });
}

function wordsOf(line: string): readonly string[] {
  try {
    return splitQuotedWords(line);
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

/** Whether a line is for a path; `Z` also for all below. */
export function isForPath({ type, path, pattern }: TmpfilesLine, asked: string): boolean {
  const names = asked.split('/');
  const candidates = type === 'Z' ? names.map((_, i) => names.slice(0, i + 1).join('/')) : [asked];
  return candidates.some((each) => (pattern === null ? each === path : pattern.test(each)));
}
