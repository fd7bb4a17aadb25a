import type { Paint, Style } from './paint.ts';

/** Colors the text of changeDiff by the first characters of each line. */
export function paintDiff(diff: string, paint: Paint): string {
  let isInHunk = false;
  return diff
    .split('\n')
    .map((line) => {
      if (line.startsWith('@@ ')) isInHunk = true;
      const style = styleOf(line, isInHunk);
      return style === null ? line : paint(style, line);
    })
    .join('\n');
}

/** Headers end with the first hunk: in one, `--- x` is a removed line that starts with `-- `. */
function styleOf(line: string, isInHunk: boolean): Style | null {
  if (!isInHunk) return line.startsWith('--- ') || line.startsWith('+++ ') ? 'heading' : null;
  if (line.startsWith('@@ ')) return 'hunk';
  if (line.startsWith('-')) return 'removed';
  return line.startsWith('+') ? 'added' : null;
}
