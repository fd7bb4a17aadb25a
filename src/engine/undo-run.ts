import { kinds } from '../kinds/index.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
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
 *
 * A step that fails does not keep the others from being undone. The run then stays unfinished, and `undo-failed` is
 * thrown: nobody is told that all is as before.
 */
export async function undoRun(run: Transaction, why: readonly Refusal[]): Promise<'undone' | 'stuck'> {
  const { journal, plan, host } = run;
  const failed: Refusal[] = [];
  const attempt: Attempt = async (act) => {
    try {
      await act();
      return true;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      failed.push(error.refusal);
      return false;
    }
  };
  const foreign: Refusal[] = [];
  // Undoing rests on what is found, so a journal that can no longer be written does not stop it.
  await attempt(() => {
    if (!runStateOf(journal.records).isUndoing) journal.append({ type: 'undoing', why });
  });
  for (const change of [...plan.changes].reverse()) {
    await attempt(async () => {
      const refusal = await undoChange(run, change, attempt);
      if (refusal !== null) foreign.push(refusal);
    });
  }
  const { effects } = runStateOf(journal.records);
  const begun = plan.effects.filter((_, i) => effects.includes(i));
  await attempt(() => runEffects(host, begun));
  await attempt(() => disarm(run));
  const [failure] = failed;
  if (failure !== undefined) {
    throw new Refused({ code: 'undo-failed', args: { run: plan.run, why: inShort(failure) } });
  }
  const status = foreign.length === 0 ? 'undone' : 'stuck';
  journal.append({ type: 'end', at: run.now(), status, why: foreign });
  return status;
}

/** Does it and goes on when it is refused; whether it was done. */
type Attempt = (act: () => Promise<void> | void) => Promise<boolean>;

const orThrow: Attempt = async (act) => {
  await act();
  return true;
};

function inShort({ code, args }: Refusal): string {
  return `${code} (${Object.values(args).map(String).join(', ')})`;
}

/** Takes one change back, if it was begun; what is foreign is the answer. */
export async function undoChange(
  run: Transaction,
  change: RunChange,
  attempt: Attempt = orThrow,
): Promise<Refusal | null> {
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
  await attempt(() => {
    if (state.undo === null) journal.append({ type: 'undo', change: change.number, directoryTime });
  });
  const kept = change.keep === null ? {} : { restore: change.keep };
  const isPut = await attempt(() => kind.put(host, change.key, state.before, blobs, kept));
  // Of a put that failed, only the way to the disk may have failed. The directory's time then has to go back now: later nobody could tell whose it is.
  if (!isPut && kind.where(await kind.read(host, change.key, blobs), state) !== 'before') return null;
  if (directoryTime !== null && change.directory !== null) {
    await setDirectoryTime(host, change.directory, directoryTime);
  }
  if (isPut) journal.append({ type: 'undone', change: change.number });
  return null;
}

/** The directory's old time, unless somebody else has changed the directory since. */
async function timeToRestore(run: Transaction, change: RunChange): Promise<string | null> {
  const state = runStateOf(run.journal.records).changes.get(change.number);
  if (state === undefined || change.directory === null) return null;
  const now = await timeOf(run.host, change.directory);
  return !state.isDone || now === state.timeAfter ? state.timeBefore : null;
}
