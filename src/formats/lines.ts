/** One line of a text, and what ends it: nothing only at the end of the text. */
export interface Line {
  readonly text: string;
  readonly end: '' | '\n' | '\r\n';
}

/** The lines of a text; `joinLines` gives the same text back. An empty text has none. */
export function splitLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  while (start < text.length) {
    const newline = text.indexOf('\n', start);
    const stop = newline < 0 ? text.length : newline;
    const carriage = newline > start && text[newline - 1] === '\r';
    lines.push({
      text: text.slice(start, carriage ? stop - 1 : stop),
      end: newline < 0 ? '' : carriage ? '\r\n' : '\n',
    });
    start = stop + 1;
  }
  return lines;
}

export function joinLines(lines: readonly Line[]): string {
  return lines.map((line) => line.text + line.end).join('');
}

/**
 * Puts `texts` in the place of `count` lines from `at` on. Line ends follow the neighbors, and a text
 * without a final newline stays without one, so that removing what was inserted gives the old bytes.
 */
export function spliceLines(
  lines: readonly Line[],
  at: number,
  count: number,
  texts: readonly string[],
): readonly Line[] {
  const final = lines.at(-1)?.end ?? '\n';
  const end = lines.some((line) => line.end === '\r\n') ? '\r\n' : '\n';
  const next = [
    ...lines.slice(0, at),
    ...texts.map((text, i): Line => ({ text, end: lines[at + Math.min(i, count - 1)]?.end || end })),
    ...lines.slice(at + count),
  ];
  return next.map((line, i) =>
    i === next.length - 1
      ? final === ''
        ? { ...line, end: final }
        : line
      : { ...line, end: line.end || end },
  );
}
