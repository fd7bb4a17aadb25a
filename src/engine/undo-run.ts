import { kinds } from '../kinds/index.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RunChange } from '../model/run-plan.ts';
import { disarm } from './boot-unit.ts';
import { setDirectoryTime, timeOf } from './directory-time.ts';
import { runEffects } from './run-effects.ts';
import { runStateOf } from './run-state.ts';
import type { Transaction } from './transaction.ts';

/**
 * Takes back what a run has done so far, last change first: a later change may rest on an earlier one. What is
 * found on the host decides, not the last word of the journal; a state that neither before nor after explains
 * is somebody else's work and is left alone. May be run again from wherever it stopped.
 */
export async function undoRun(run: Transaction, why: readonly Refusal[]): Promise<'undone' | 'stuck'> {
  const { journal, plan, host } = run;
  if (!runStateOf(journal.records).isUndoing) journal.append({ type: 'undoing', why });
  const foreign: Refusal[] = [];
  for (const change of [...plan.changes].reverse()) {
    const refusal = await undoChange(run, change);
    if (refusal !== null) foreign.push(refusal);
  }
  const { effects } = runStateOf(journal.records);
  await runEffects(
    host,
    plan.effects.filter((_, i) => effects.includes(i)),
  );
  await disarm(run);
  const status = foreign.length === 0 ? 'undone' : 'stuck';
  journal.append({ type: 'end', at: run.now(), status, why: foreign });
  return status;
}

async function undoChange(run: Transaction, change: RunChange): Promise<Refusal | null> {
  const { host, journal, blobs } = run;
  const state = runStateOf(journal.records).changes.get(change.number);
  if (state === undefined || state.isUndone) return null;
  const kind = kinds[change.kind];
  const now = await kind.read(host, change.key, blobs);
  if (kind.where(now, state) === 'foreign') {
    const { kind: name, key } = change;
    return { code: 'foreign-state', args: { kind: name, key, run: run.folder.id } };
  }
  const directoryTime = state.undo === null ? await timeToRestore(run, change) : state.undo.directoryTime;
  // Said before it is done: the rename back changes the directory's time, and after a crash nobody could tell whose it was.
  if (state.undo === null) journal.append({ type: 'undo', change: change.number, directoryTime });
  await kind.put(host, change.key, state.before, blobs, change.keep === null ? {} : { restore: change.keep });
  if (directoryTime !== null && change.directory !== null) {
    await setDirectoryTime(host, change.directory, directoryTime);
  }
  journal.append({ type: 'undone', change: change.number });
  return null;
}

/** The directory's old time, unless somebody else has changed the directory since. */
async function timeToRestore(run: Transaction, change: RunChange): Promise<string | null> {
  const state = runStateOf(run.journal.records).changes.get(change.number);
  if (state === undefined || change.directory === null) return null;
  const now = await timeOf(run.host, change.directory);
  return !state.isDone || now === state.timeAfter ? state.timeBefore : null;
}
