import { tellJournal } from '../host/tell-journal.ts';
import type { Run } from '../model/run.ts';
import { ended } from '../report/phrases.ts';
import { runJournal } from '../report/run-journal.ts';
import { wrap } from '../report/wrap.ts';
import type { Terminal } from './terminal.ts';

/** Tells the system's journal of a run on this machine; an image has none. What happened does not depend on it. */
export async function logRun(run: Run, terminal: Terminal): Promise<void> {
  if (run.host.type === 'image') return;
  for (const line of runJournal(run)) {
    const why = await tellJournal(line);
    if (why === null) continue;
    terminal.say(`${wrap('Note: ', `The system journal was not told of run ${run.id}: ${ended(why)}`)}\n`);
    return;
  }
}
