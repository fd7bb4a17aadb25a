import { Refused } from '../model/refusal.ts';
import type { Run, RunId } from '../model/run.ts';
import { loadRun } from './load-run.ts';
import { needsRecovery } from './recover.ts';
import { runReport } from './run-report.ts';
import { tidy } from './tidy.ts';
import type { Writer } from './writer.ts';

/** Gives up the way back of a run: its contents and kept inodes go, its lines stay in history. */
export async function purge({ host, stateDir, now }: Writer, id: RunId): Promise<Run> {
  const run = loadRun(stateDir.run(id));
  if (run === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
  // The record first: were the contents gone before it, a rollback would start and find nothing.
  if (needsRecovery(run)) throw new Refused({ code: 'unfinished-run', args: { run: id } });
  if (run.state.status !== 'purged') run.journal.append({ type: 'purge', at: now() });
  run.folder.dropBlobs();
  for (const { keep } of run.plan.changes) {
    if (keep !== null) await host.putEntry(keep, null, null);
  }
  await tidy({ host, plan: run.plan });
  const after = loadRun(run.folder);
  if (after === null) throw new Error(`run ${id} has no journal after purging`);
  return runReport(after, []);
}
