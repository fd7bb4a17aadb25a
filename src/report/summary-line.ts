import { counted } from './counted.ts';
import type { Summary } from './summary.ts';
import { wrap } from './wrap.ts';

const WORDS: { readonly [K in keyof Summary]: string } = {
  unmet: 'unmet',
  manual: 'manual',
  unknown: 'unknown',
  pending: 'pending',
  waived: 'waived',
  met: 'met',
  notApplicable: 'not applicable',
};

/** `7 requirements: 2 unmet, 1 manual, 4 met.`: what needs attention first, without what there is none of. */
export function summaryLine(first: string, summary: Summary): string {
  const names = Object.keys(WORDS) as (keyof Summary)[];
  const total = names.reduce((sum, name) => sum + summary[name], 0);
  const counts = names.filter((name) => summary[name] > 0).map((name) => `${summary[name]} ${WORDS[name]}`);
  return wrap(first, `${counted(total, 'requirement')}${total === 0 ? '' : `: ${counts.join(', ')}`}.`);
}
