import { kinds } from '../kinds/index.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { RunChange } from '../model/run-plan.ts';
import { disarm } from './boot-unit.ts';
import { disarmFirstBoot } from './first-boot.ts';
import { isFilledDirectory } from './is-filled-directory.ts';
import { disarmRevert } from './revert.ts';
import { runStateOf } from './run-state.ts';
import { tidy } from './tidy.ts';
import { timeOf } from './time-of.ts';
import type { Transaction } from './transaction.ts';

/** A run that another process began. */
export interface Resumed {
  /** What a later run has changed as well: that is no longer this run's to take back. */
  readonly isTheirs: (change: RunChange) => boolean;
}

/**
 * Takes back what a run has done so far, last change first: a later change may rest on an earlier one. What is
 * found on the host decides, not the last word of the journal; a state that neither before nor after explains
 * is somebody else's work and is left alone. May be run again from wherever it stopped.
 *
 * A step that fails does not keep the others from being undone. The run then stays unfinished, and `undo-failed` is
 * thrown: nobody is told that all is as before.
 */
export async function undoRun(
  run: Transaction,
  why: readonly Refusal[],
  resumed: Resumed | null = null,
): Promise<'undone' | 'stuck'> {
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
  const undoneBefore = undoneOf(run);
  // Undoing rests on what is found, so a journal that can no longer be written does not stop it.
  const isMaybeCommitted = journal.unsure?.type === 'commit';
  await attempt(() => {
    if (!runStateOf(journal.records).isUndoing) journal.append({ type: 'undoing', why });
  });
  // Except where it may already say that the run is done: who reads that must find all of it.
  if (isMaybeCommitted) orUndoFailed(run, failed);
  for (const change of [...plan.changes].reverse()) {
    await attempt(async () => {
      const refusal =
        resumed?.isTheirs(change) === true
          ? foreignState(run, change)
          : await undoChange(run, change, attempt);
      if (refusal !== null && isBegun(run, change)) foreign.push(refusal);
    });
  }
  const { effects, status: ended } = runStateOf(journal.records);
  const begun = plan.effects.filter((_, i) => effects.includes(i));
  // They are idempotent, and running them again is what makes the undo true. A run that was stuck before has done so;
  // only what has been put back since is a reason to do it once more.
  if (ended === 'unfinished' || undoneOf(run) > undoneBefore) {
    await attempt(async () => {
      for (const effect of begun) await host.run(effect);
    });
  }
  await attempt(() => tidy(run, resumed !== null && ended === 'unfinished'));
  await attempt(() => disarm(run));
  await attempt(() => disarmRevert(run));
  const { firstBoot } = plan;
  if (firstBoot?.comes === true) await attempt(() => disarmFirstBoot(host, firstBoot));
  const status = foreign.length === 0 ? 'undone' : 'stuck';
  if (failed.length === 0) {
    await attempt(() => journal.append({ type: 'end', at: run.now(), status, why: foreign }));
  }
  orUndoFailed(run, failed);
  return status;
}

function orUndoFailed({ plan }: Transaction, [failure]: readonly Refusal[]): void {
  if (failure === undefined) return;
  throw new Refused({ code: 'undo-failed', args: { run: plan.run, why: inShort(failure) } });
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
  if (kind.where(now, state) === 'foreign' || (await isFilledDirectory(host, change, state.before))) {
    return foreignState(run, change);
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
    await host.putTime(change.directory, directoryTime);
  }
  if (isPut) journal.append({ type: 'undone', change: change.number });
  return null;
}

function foreignState({ folder }: Transaction, { kind, key }: RunChange): Refusal {
  return { code: 'foreign-state', args: { kind, key, run: folder.id } };
}

function undoneOf({ journal }: Transaction): number {
  return [...runStateOf(journal.records).changes.values()].filter(({ isUndone }) => isUndone).length;
}

function isBegun({ journal }: Transaction, { number }: RunChange): boolean {
  return runStateOf(journal.records).changes.get(number)?.isUndone === false;
}

/**
 * The directory's old time. Where it has another than this change left, because somebody has changed it since or a
 * later change could not be undone, it keeps that: it is what tells of them.
 */
async function timeToRestore(run: Transaction, change: RunChange): Promise<string | null> {
  const state = runStateOf(run.journal.records).changes.get(change.number);
  if (state === undefined || change.directory === null) return null;
  const now = await timeOf(run.host, change.directory);
  return !state.isDone || now === state.timeAfter ? state.timeBefore : now;
}
