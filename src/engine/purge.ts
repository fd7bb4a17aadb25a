import type { StateDir } from '../host/state-dir.ts';
import { Refused } from '../model/refusal.ts';
import type { Run, RunId } from '../model/run.ts';
import { clearKeepingPlace } from './clear-keeping-place.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import { otherHost } from './other-host.ts';
import { needsRecovery } from './recover.ts';
import { runReport } from './run-report.ts';
import type { Writer } from './writer.ts';

/**
 * Gives up the way back of a run: its contents and kept inodes go, its lines stay in history. A stuck run is settled
 * by that: what is on the host stays. Of a journal that cannot be read, this is the only way on.
 */
export async function purge({ host, stateDir, now }: Writer, id: RunId): Promise<Run | null> {
  const run = readable(stateDir, id);
  if (run === null) {
    stateDir.run(id).giveUp();
    return null;
  }
  const other = otherHost(run, host.identity);
  if (other !== null) throw new Refused(other);
  if (needsRecovery(run, host.moment()) || run.state.status === 'waiting')
    throw new Refused({ code: 'unfinished-run', args: { run: id } });
  // The record first: were the contents gone before it, a rollback would start and find nothing.
  if (!run.state.isPurged) run.journal.append({ type: 'purge', at: now() });
  run.folder.dropBlobs();
  for (const { keep } of run.plan.changes) {
    if (keep !== null) await host.putEntry(keep, null, null);
  }
  for (const place of run.plan.keeping) await clearKeepingPlace(host, place, null);
  const after = loadRun(run.folder);
  if (after === null) throw new Error(`run ${id} has no journal after purging`);
  return runReport(after, []);
}

/** Null where the journal is damaged. */
function readable(stateDir: StateDir, id: RunId): LoadedRun | null {
  try {
    const run = loadRun(stateDir.run(id));
    if (run === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
    return run;
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'journal-damaged') return null;
    throw error;
  }
}
