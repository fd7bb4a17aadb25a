import { recover } from '../../engine/recover.ts';
import { historyJson } from '../../report/history-json.ts';
import { refusalSentence } from '../../report/refusal-sentence.ts';
import { runText } from '../../report/run-text.ts';
import { wrap } from '../../report/wrap.ts';
import type { ExitCode, Given } from '../command.ts';
import { logRun } from '../log-run.ts';
import { readRunPolicy } from '../read-run-policy.ts';
import { untilDue } from '../until-due.ts';
import { write } from '../write.ts';

export interface RecoverOptions {
  /** As the timer of a waiting run asks: what is due within moments, without waiting for a lock. What needs a person is not tried. */
  readonly due?: boolean;
}

export async function recoverCommand(given: Given, { due = false }: RecoverOptions): Promise<ExitCode> {
  const { options, terminal } = given;
  const nothing = given.target().stateDir() === null;
  if (due) await untilDue(given.target());
  // The system may have started it, and then nobody would start it again.
  const lockWaitMs = nothing || due || terminal.isInteractive ? 0 : (await readRunPolicy(given)).lockWaitMs;
  const { runs, refusals } = nothing
    ? { runs: [], refusals: [] }
    : await write(given, lockWaitMs, ({ host, stateDir, now }) =>
        recover(host, stateDir, now, due ? 'unfinished' : 'all'),
      );
  for (const run of runs) await logRun(run, terminal);
  const text = { ...options, color: terminal.color };
  if (options.format === 'json') terminal.report(historyJson({ runs, refusals }));
  else if (runs.length === 0 && refusals.length === 0) {
    if (!due) terminal.report('Nothing to recover: every run has ended.\n');
  } else terminal.report(runs.map((run) => runText(run, text)).join('\n'));
  for (const refusal of refusals) terminal.say(`${wrap('Not read: ', refusalSentence(refusal))}\n`);
  if (due) return 0;
  return refusals.length > 0 || runs.some(({ status }) => status === 'stuck') ? 5 : 0;
}
