import { createInterface } from 'node:readline/promises';

/** A line typed at the terminal, beginning with `initial`; null where the input ends, or Ctrl-C ends it. */
export async function askLine(question: string, initial = ''): Promise<string | null> {
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<null>((resolve) => reader.once('close', () => resolve(null)));
  try {
    const answer = reader.question(question);
    if (initial !== '') reader.write(initial);
    return await Promise.race([answer, closed]);
  } finally {
    reader.close();
  }
}
