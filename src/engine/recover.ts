import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { StateDir } from '../host/state-dir.ts';
import type { Host } from '../model/host.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Run } from '../model/run.ts';
import type { RunChange } from '../model/run-plan.ts';
import type { Moment } from '../model/wait.ts';
import { dueIn } from './due-in.ts';
import { isWrittenLater } from './is-written-later.ts';
import type { LoadedRun } from './load-run.ts';
import { loadRun } from './load-run.ts';
import { loadRuns } from './load-runs.ts';
import { otherHost } from './other-host.ts';
import { runReport } from './run-report.ts';
import { undoRun } from './undo-run.ts';

/** Runs that stopped midway, that nobody confirmed in time, or whose entries rescue.sh put back: every command that writes settles them first. */
export function needsRecovery({ state, isRescued }: LoadedRun, now: Moment): boolean {
  return (
    state.status === 'unfinished' ||
    (isRescued && (state.status === 'applied' || state.status === 'waiting')) ||
    dueIn(state, now) === 0
  );
}

/** Those, and runs that somebody's change has kept from being undone: a person decides when to try those again. */
export function isUnsettled(run: LoadedRun, now: Moment): boolean {
  return needsRecovery(run, now) || (run.state.status === 'stuck' && !run.state.isPurged);
}

export interface Recovered {
  readonly runs: readonly Run[];
  /** Journals that cannot be read, and runs of another host. Nothing of them is acted on, and they do not keep the others from being settled. */
  readonly refusals: readonly Refusal[];
}

/** Undoes what was left unfinished, the newest run first; with `all` also what is stuck. */
export async function recover(
  host: Host,
  stateDir: StateDir,
  now: () => string,
  which: 'unfinished' | 'all',
): Promise<Recovered> {
  const loaded = loadRuns(stateDir);
  const refusals = [...loaded.refusals];
  const recovered: Run[] = [];
  const moment = host.moment();
  const isWanted = which === 'all' ? isUnsettled : needsRecovery;
  const wanted = loaded.runs.filter((run) => isWanted(run, moment)).reverse();
  for (const run of wanted) {
    const { folder, journal, plan, state } = run;
    const other = otherHost(run, host.identity);
    if (other !== null) {
      refusals.push(other);
      continue;
    }
    const isTheirs = (change: RunChange) => isWrittenLater(plan.run, change, loaded.runs);
    const why: readonly Refusal[] =
      dueIn(state, moment) === 0 ? [{ code: 'not-confirmed', args: { run: plan.run } }] : [];
    await undoRun({ host, folder, journal, plan, blobs: createMemoryBlobs(folder.blobs), now }, why, {
      isTheirs,
    });
    const after = loadRun(folder);
    if (after !== null) recovered.push(runReport(after, loaded.runs));
  }
  return { runs: recovered, refusals };
}
