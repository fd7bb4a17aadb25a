import type { CrossCheckResult, CrossCheckResults } from './cross-check-results.ts';

/** The results of docs/cross-check.md as crossCheckPage wrote them. */
export function readCrossCheckPage(text: string): CrossCheckResults {
  const [, ...sections] = text.split('\n## ');
  return Object.fromEntries(
    sections.map((section) => {
      const [name = '', ...lines] = section.split('\n');
      const results = new Map<string, CrossCheckResult>();
      for (const line of lines) {
        const [, test = '', before = '', after = '', inForce = '-'] =
          /^\| (\S+) \| [a-z]+\/\S+ \| (\S+) \| (\S+) \|(?: (yes|no|-) \|)?/.exec(line) ?? [];
        if (test !== '') results.set(test, { before, after, inForce });
      }
      return [name, results];
    }),
  );
}
