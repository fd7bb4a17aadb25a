import { diffArrays } from 'diff';

/** One replaced stretch of the base: lines `start` to `end` (exclusive) become `lines`. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

export type Merged = { readonly text: string } | { readonly conflict: number };

/**
 * Brings the changes from `base` to `theirs` into `ours`, line by line. A conflict names the line of the base (from
 * 1) where both sides changed the same or touching lines differently; nothing is ever guessed.
 */
export function threeWayMerge(base: string, ours: string, theirs: string): Merged {
  const lines = linesOf(base);
  const edits: Edit[] = [];
  const [mine, other] = [editsOf(lines, linesOf(ours)), editsOf(lines, linesOf(theirs))];
  for (const edit of [...mine, ...other].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = edits.at(-1);
    if (last === undefined || edit.start > last.end) edits.push(edit);
    else if (!sameEdit(last, edit)) return { conflict: Math.max(edit.start, last.start) + 1 };
  }
  let at = 0;
  let text = '';
  for (const { start, end, lines: replaced } of edits) {
    text += lines.slice(at, start).join('') + replaced.join('');
    at = end;
  }
  return { text: text + lines.slice(at).join('') };
}

function editsOf(base: readonly string[], other: readonly string[]): readonly Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { value, added, removed } of diffArrays([...base], [...other])) {
    const last = edits.at(-1);
    if (added) {
      if (last !== undefined && last.end === at)
        edits.splice(-1, 1, { ...last, lines: [...last.lines, ...value] });
      else edits.push({ start: at, end: at, lines: value });
    } else if (removed) {
      if (last !== undefined && last.end === at) edits.splice(-1, 1, { ...last, end: at + value.length });
      else edits.push({ start: at, end: at + value.length, lines: [] });
      at += value.length;
    } else {
      at += value.length;
    }
  }
  return edits;
}

function sameEdit(a: Edit, b: Edit): boolean {
  return a.start === b.start && a.end === b.end && a.lines.join('') === b.lines.join('');
}

/** Lines with their ends, so that a missing last newline is a difference like any other. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
