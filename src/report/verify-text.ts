import type { Drift, Verified } from '../model/verified.ts';
import { changeDiff } from './change-diff.ts';
import { counted } from './counted.ts';
import { type Paint, painter } from './paint.ts';
import { paintDiff } from './paint-diff.ts';
import { refusalSentence } from './refusal-sentence.ts';
import type { TextOptions } from './text-options.ts';
import { thingWords } from './thing-words.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

const WHERE: { readonly [W in Drift['where']]: string } = {
  before: 'is back as it was before the run',
  between: 'is half changed',
  foreign: 'was changed by somebody else',
};

/** Whether each journal is sound, and what on the host is no longer as applied. */
export function verifyText(runs: readonly Verified[], options: TextOptions): string {
  const paint = painter(options.color);
  const last = closing(runs);
  if (options.quiet) return `${last}\n`;
  return `${[...runs.map((run) => runText(run, paint)), last].join('\n\n')}\n`;
}

function runText(verified: Verified, paint: Paint): string {
  const id = visibleLine(verified.run);
  if (verified.refusals.length > 0) {
    return verified.refusals.map((refusal) => wrap(`Run ${id}: `, refusalSentence(refusal))).join('\n');
  }
  const count = counted(verified.compared, 'change');
  const drifted = verified.drift.length;
  const words = drifted === 0 ? `${count} compared, no drift` : `${count} compared, ${drifted} drifted`;
  return [
    `Run ${id}: journal sound, ${words}.`,
    ...verified.drift.map((drift) => driftText(drift, paint)),
  ].join('\n');
}

function driftText({ change, where, shown }: Drift, paint: Paint): string {
  return [
    `  ${change.number}. ${thingWords(change)}`,
    `     ${WHERE[where]}`,
    paintDiff(changeDiff(shown), paint),
  ].join('\n');
}

function closing(runs: readonly Verified[]): string {
  const damaged = runs.filter(({ refusals }) => refusals.length > 0).length;
  const drifted = runs.reduce((sum, { drift }) => sum + drift.length, 0);
  if (damaged > 0) {
    return wrap('', `${counted(damaged, 'journal')} not sound, ${counted(drifted, 'change')} drifted.`);
  }
  if (drifted > 0) {
    return [
      `Journals sound, ${counted(drifted, 'change')} drifted.`,
      'To make it as it should be: holdfast plan',
      'To take a run back over the drift: holdfast rollback RUN --on-drift merge',
    ].join('\n');
  }
  return 'Journals sound, everything is as applied.';
}
