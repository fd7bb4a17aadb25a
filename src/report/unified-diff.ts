import { structuredPatch } from 'diff';
import { secretHider } from './hide-secrets.ts';
import { visibleLine, visibleText } from './visible.ts';

const CONTEXT = 3;
/** Beyond so many differing lines finding the shortest diff takes too long, and nobody reads it: all old lines, then all new ones, are right, too. */
const MOST_EDITS = 1000;

/**
 * A unified diff with three lines of context, without the last newline; '' where nothing differs.
 * Null is an absent file. Secrets are hidden, hidden characters shown (a CR at the end of a line is `\x0d`).
 */
export function unifiedDiff(path: string, before: string | null, after: string | null): string {
  if (before === after) return '';
  const hide = secretHider(path);
  const old = before === null ? '' : hide(before);
  const fresh = after === null ? '' : hide(after);
  const name = visibleLine(path);
  const header = [
    `--- ${before === null ? '/dev/null' : name}`,
    `+++ ${after === null ? '/dev/null' : name}`,
  ];
  return [...header, ...hunks(old, fresh)].join('\n');
}

function hunks(before: string, after: string): readonly string[] {
  const options = { context: CONTEXT, maxEditLength: MOST_EDITS };
  const patch = structuredPatch('', '', before, after, '', '', options);
  if (patch === undefined) return wholeHunk(before, after);
  return patch.hunks.flatMap((hunk) => [
    `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
    ...hunk.lines.map((line) => line.slice(0, 1) + visibleText(line.slice(1))),
  ]);
}

function wholeHunk(before: string, after: string): readonly string[] {
  const old = sideOf('-', before);
  const fresh = sideOf('+', after);
  return [`@@ -${range(1, old.count)} +${range(1, fresh.count)} @@`, ...old.lines, ...fresh.lines];
}

function sideOf(
  sign: '-' | '+',
  text: string,
): { readonly count: number; readonly lines: readonly string[] } {
  const isEnded = text === '' || text.endsWith('\n');
  const rows = text.split('\n');
  if (isEnded) rows.pop();
  const lines = rows.map((row) => sign + visibleText(row));
  return { count: rows.length, lines: isEnded ? lines : [...lines, '\\ No newline at end of file'] };
}

/** As GNU diff writes it: one line is its number alone, none is the line before it and 0. */
function range(start: number, count: number): string {
  if (count === 0) return `${start - 1},0`;
  return count === 1 ? `${start}` : `${start},${count}`;
}
