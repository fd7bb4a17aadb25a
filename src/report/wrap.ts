/** The widest line of our own words: a terminal of 80 columns shows it whole. */
const WIDTH = 80;

/**
 * Prose as lines of at most 80 columns. `first` starts the first line; the others start with as many blanks.
 * A word that is too long, such as a path, stays whole: it must be possible to copy it.
 */
export function wrap(first: string, text: string): string {
  const indent = ' '.repeat(first.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, i) => (i === 0 ? first : indent) + each).join('\n');
}
