import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { StateDir } from '../host/state-dir.ts';
import type { Host } from '../model/host.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Run } from '../model/run.ts';
import type { LoadedRun } from './load-run.ts';
import { loadRun } from './load-run.ts';
import { loadRuns } from './load-runs.ts';
import { runReport } from './run-report.ts';
import { tidy } from './tidy.ts';
import { undoRun } from './undo-run.ts';

/** Runs that stopped midway, that somebody's change has kept from being undone, or whose entries rescue.sh put back. */
export function needsRecovery({ state, isRescued }: LoadedRun): boolean {
  return (
    state.status === 'unfinished' || state.status === 'stuck' || (isRescued && state.status === 'applied')
  );
}

export interface Recovered {
  readonly runs: readonly Run[];
  /** Journals that cannot be read. Nothing of them is acted on, and they do not keep the sound ones from being settled. */
  readonly refusals: readonly Refusal[];
}

/** Undoes what was left unfinished, the newest run first. */
export async function recover(host: Host, stateDir: StateDir, now: () => string): Promise<Recovered> {
  const { runs, refusals } = loadRuns(stateDir);
  const recovered: Run[] = [];
  for (const run of [...runs].reverse().filter(needsRecovery)) {
    const { folder, journal, plan } = run;
    await undoRun({ host, folder, journal, plan, blobs: createMemoryBlobs(folder.blobs), now }, []);
    await tidy({ host, plan });
    const after = loadRun(folder);
    if (after !== null) recovered.push(runReport(after, runs));
  }
  return { runs: recovered, refusals };
}
