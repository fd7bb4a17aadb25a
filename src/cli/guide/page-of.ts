import { stripVTControlCharacters } from 'node:util';

/** Of a terminal. */
export interface Size {
  readonly rows: number;
  readonly columns: number;
}

export interface Page {
  readonly text: string;
  /** The first line of the next page; null on the last. */
  readonly next: number | null;
}

/** As many whole lines of a text, from `line` on, as so many rows show; at least one. */
export function pageOf(text: string, line: number, { rows, columns }: Size): Page {
  const lines = text.trimEnd().split('\n');
  let used = 0;
  let end = line;
  for (const each of lines.slice(line)) {
    used += Math.max(1, Math.ceil(stripVTControlCharacters(each).length / columns));
    if (used > rows && end > line) break;
    end += 1;
  }
  return { text: `${lines.slice(line, end).join('\n')}\n`, next: end < lines.length ? end : null };
}
