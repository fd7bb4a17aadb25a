import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { StateDir } from '../host/state-dir.ts';
import { kinds } from '../kinds/index.ts';
import type { HostReader } from '../model/host.ts';
import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import type { Drift, Verified } from '../model/verified.ts';
import { isWrittenLater } from './is-written-later.ts';
import { lastOfEach } from './last-of-each.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import { loadRuns } from './load-runs.ts';
import { otherHost } from './other-host.ts';

/**
 * Whether the journals are sound and the host is still as it was left. Each thing is compared with what was
 * written to it last, by whichever run; contents that the way back needs are read and their hashes checked.
 */
export async function verifyRuns(
  host: HostReader,
  stateDir: StateDir | null,
  id: RunId | null,
): Promise<readonly Verified[]> {
  const { runs } = loadRuns(stateDir);
  const wanted = id === null ? (stateDir?.runs() ?? []) : [id];
  const verified: Verified[] = [];
  for (const run of wanted) {
    try {
      if (stateDir === null) throw new Refused({ code: 'unknown-run', args: { run } });
      const loaded = loadRun(stateDir.run(run));
      if (loaded === null) {
        if (id !== null) throw new Refused({ code: 'unknown-run', args: { run } });
        continue;
      }
      const other = otherHost(loaded, host.identity);
      if (other !== null) throw new Refused(other);
      verified.push(await verifyRun(host, loaded, runs));
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code === 'unknown-run') throw error;
      verified.push({ run, refusals: [error.refusal], compared: 0, drift: [] });
    }
  }
  return verified;
}

async function verifyRun(host: HostReader, run: LoadedRun, all: readonly LoadedRun[]): Promise<Verified> {
  const { plan, state, folder } = run;
  const unfinished = state.status === 'unfinished' || state.status === 'stuck';
  const refusals = unfinished ? [{ code: 'unfinished-run' as const, args: { run: plan.run } }] : [];
  const blobs = createMemoryBlobs(folder.blobs);
  const drift: Drift[] = [];
  let compared = 0;
  for (const change of lastOfEach(plan.changes)) {
    const was = state.changes.get(change.number);
    if (was?.isDone !== true || was.isUndone || state.isPurged || isWrittenLater(plan.run, change, all))
      continue;
    const kind = kinds[change.kind];
    for (const content of contentsOf(was.before)) blobs.get(content);
    const now = await kind.read(host, change.key, blobs);
    const where = kind.where(now, was);
    compared += 1;
    if (where !== 'after') drift.push({ change, where, shown: kind.show(was.after, now, blobs, change.key) });
  }
  return { run: plan.run, refusals, compared, drift };
}

function contentsOf(state: unknown): readonly string[] {
  if (typeof state !== 'object' || state === null || !('content' in state)) return [];
  return typeof state.content === 'string' ? [state.content] : [];
}
