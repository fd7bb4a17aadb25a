import { createMemoryBlobs } from '../host/memory-blobs.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { Run, RunId } from '../model/run.ts';
import type { LoginSession } from '../model/wait.ts';
import { disarm } from './boot-unit.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import { otherHost } from './other-host.ts';
import { recover } from './recover.ts';
import { disarmRevert } from './revert.ts';
import { runReport } from './run-report.ts';
import type { Writer } from './writer.ts';

/**
 * Keeps a run that waits. What is over by then is taken back first, like anything else that is unfinished. `login` is
 * the session that asks, null where it is none that the system knows.
 */
export async function confirm(
  { host, stateDir, now }: Writer,
  id: RunId,
  login: LoginSession | null,
): Promise<Run> {
  await recover(host, stateDir, now, 'unfinished');
  const run = loadRun(stateDir.run(id));
  if (run === null) throw new Refused({ code: 'unknown-run', args: { run: id } });
  const refusal = otherHost(run, host.identity) ?? notConfirmable(run, login);
  if (refusal !== null) throw new Refused(refusal);
  const { folder, journal, plan } = run;
  const transaction = { host, folder, journal, plan, blobs: createMemoryBlobs(folder.blobs), now };
  // The boot unit before the commit, after which nobody would look for it any more; the timer after it, which finds an
  // ended run and leaves it. Killed between the first two, the run goes back when its time is over.
  await disarm(transaction);
  journal.append({ type: 'commit', at: now(), status: 'applied', why: [] });
  await disarmRevert(transaction);
  const after = loadRun(folder);
  if (after === null) throw new Error(`run ${id} has no journal after it was confirmed`);
  return runReport(after, []);
}

function notConfirmable({ plan, state }: LoadedRun, login: LoginSession | null): Refusal | null {
  const { run, waits } = plan;
  if (state.status !== 'waiting' || waits === undefined || state.pending === null) {
    return { code: 'not-waiting', args: { run, why: `it is ${state.status}` } };
  }
  if (waits.by === 'controller') return null;
  const refuse = (why: string): Refusal => ({ code: 'no-new-login', args: { run, why } });
  if (login === null) return refuse('this is no login session that systemd knows');
  return login.sinceMs > state.pending.sinceMs
    ? null
    : refuse(`this session (${login.name}) began before the run was done`);
}
