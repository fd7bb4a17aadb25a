import { loadRuns } from '../engine/load-runs.ts';
import { isUnsettled } from '../engine/recover.ts';
import { waitingRuns } from '../engine/waiting-runs.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { refusalSentence } from '../report/refusal-sentence.ts';
import { wrap } from '../report/wrap.ts';
import type { Given } from './command.ts';

/** Commands that only look report unfinished work and leave it; the next one that writes settles it first. */
export function warnUnfinished(given: Given): void {
  for (const refusal of unfinished(given))
    given.terminal.say(`${wrap('Note: ', refusalSentence(refusal))}\n`);
}

function unfinished({ target }: Given): readonly Refusal[] {
  try {
    const { runs, refusals } = loadRuns(target().stateDir());
    const moment = target().reader.moment();
    const left = runs.filter((run) => isUnsettled(run, moment)).map(({ plan }) => plan.run);
    return [
      ...left.map((run) => ({ code: 'unfinished-run' as const, args: { run } })),
      ...waitingRuns(runs.filter((run) => !isUnsettled(run, moment))),
      ...refusals,
    ];
  } catch (error) {
    // Whoever is not root may still look at the host; only what was done to it before stays unknown to them.
    if (error instanceof Refused && error.refusal.code === 'not-root') return [error.refusal];
    throw error;
  }
}
