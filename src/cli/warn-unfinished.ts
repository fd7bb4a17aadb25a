import { loadRuns } from '../engine/load-runs.ts';
import { needsRecovery } from '../engine/recover.ts';
import { refusalSentence } from '../report/refusal-sentence.ts';
import { wrap } from '../report/wrap.ts';
import type { Given } from './command.ts';

/** Commands that only look report unfinished work and leave it; the next one that writes settles it first. */
export function warnUnfinished({ target, terminal }: Given): void {
  const { runs, refusals } = loadRuns(target().stateDir());
  const unfinished = runs
    .filter(needsRecovery)
    .map(({ plan }) => ({ code: 'unfinished-run' as const, args: { run: plan.run } }));
  for (const refusal of [...unfinished, ...refusals])
    terminal.say(`${wrap('Note: ', refusalSentence(refusal))}\n`);
}
