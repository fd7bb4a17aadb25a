import type { Scan } from '../model/plan.ts';
import { findingsText } from './finding-text.ts';
import { painter } from './paint.ts';
import { type Summary, summarize } from './summary.ts';
import { summaryLine } from './summary-line.ts';
import type { TextOptions } from './text-options.ts';
import { wrap } from './wrap.ts';

/** What is wrong and why, the counts, and what to run next. What is met or does not apply is only counted. */
export function scanText(scan: Scan, options: TextOptions): string {
  const summary = summarize(scan.findings);
  const last = `${summaryLine('', summary)}\n`;
  if (options.quiet) return last;
  const open = scan.findings.filter(({ verdict }) => verdict !== 'met' && verdict !== 'not-applicable');
  const body = findingsText(open, painter(options.color));
  return `${body}${body === '' ? '' : '\n\n'}${last}${nextSteps(summary)
    .map((step) => `${wrap('', step)}\n`)
    .join('')}`;
}

function nextSteps(summary: Summary): readonly string[] {
  return [
    ...(summary.unmet > 0 ? ['Next: "holdfast plan" shows the exact changes and makes none.'] : []),
    ...(summary.manual > 0 ? ['Manual: follow the numbered steps above, then scan again.'] : []),
    ...(summary.unknown > 0 ? ['Unknown: the lines above say what could not be read, and why.'] : []),
  ];
}
