import type { RunFolder } from '../host/run-folder.ts';
import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Host } from '../model/host.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import type { RunStatus } from '../model/run.ts';
import type { RunChange, RunPlan } from '../model/run-plan.ts';
import { arm, disarm } from './boot-unit.ts';
import { setDirectoryTime, timeOf } from './directory-time.ts';
import type { Journal } from './journal.ts';
import { keepWhatIsDone } from './keep-what-is-done.ts';
import { undoRun } from './undo-run.ts';

/** A run under way: the same for apply, for rollback and for undoing either. */
export interface Transaction {
  readonly host: Host;
  readonly folder: RunFolder;
  readonly journal: Journal;
  readonly plan: RunPlan;
  readonly blobs: Blobs;
  /** RFC 3339, UTC. */
  readonly now: () => string;
}

export interface TransactionOptions {
  /** What fresh reads say against the end state; empty when it is as planned. */
  readonly verify: () => Promise<readonly Refusal[]>;
  /** The signal that asks to stop, if one came. Asked between changes, never within one. */
  readonly interrupted: () => string | null;
  readonly onError: 'rollback' | 'keep';
  readonly onProgress: (change: RunChange) => void;
}

/**
 * Makes every change of a run's plan, or none: what cannot be finished is undone. Before each step its intent is
 * on disk, so whoever comes after a crash knows what may have happened; `done` only after the change was read back.
 */
export async function transact(run: Transaction, options: TransactionOptions): Promise<RunStatus> {
  const { host, journal, plan } = run;
  try {
    await arm(run);
    for (const change of plan.changes) {
      const signal = options.interrupted();
      if (signal !== null) throw new Refused({ code: 'interrupted', args: { signal } });
      options.onProgress(change);
      await make(run, change);
    }
    for (const [i, effect] of plan.effects.entries()) {
      journal.append({ type: 'effect', effect: i });
      await host.run(effect);
    }
    const amiss = await options.verify();
    const [first] = amiss;
    if (first !== undefined) throw new Refused(first);
  } catch (error) {
    if (!(error instanceof Refused)) {
      // A bug: the host must not pay for it, and it must be seen.
      await undoRun(run, []);
      throw error;
    }
    const isKept = options.onError === 'keep' && error.refusal.code !== 'interrupted';
    return isKept ? keepOrUndo(run, error.refusal) : undoRun(run, [error.refusal]);
  }
  // Disarmed before the commit: after it nobody would look for the unit any more. A crash between is an unfinished run, and undone.
  await disarm(run);
  journal.append({ type: 'commit', at: run.now(), status: 'applied', why: [] });
  return 'applied';
}

/** Keeping can fail as well; then nothing is kept. */
async function keepOrUndo(run: Transaction, why: Refusal): Promise<RunStatus> {
  try {
    return await keepWhatIsDone(run, why);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return undoRun(run, [why, error.refusal]);
  }
}

async function make(run: Transaction, change: RunChange): Promise<void> {
  const { host, journal, blobs } = run;
  const { number, kind: name, key, keep, restore, directory, directoryTime } = change;
  const kind = kinds[name];
  const now = await kind.read(host, key, blobs);
  // What names no object, such as every interface, may have come true by itself: the only one that differed has gone.
  const place = kind.where(now, change);
  if (place !== 'before' && (place !== 'after' || kind.rematch === undefined)) {
    throw new Refused({ code: 'changed-since', args: { kind: name, key } });
  }
  const { before, after } = kind.rematch?.(now, change) ?? change;
  const invalid = await kind.validate?.(host, key, after, blobs);
  if (invalid !== null && invalid !== undefined) throw new Refused(invalid);

  const timeBefore = directory === null ? null : await timeOf(host, directory);
  journal.append({ type: 'intent', change: number, before, after, directoryTime: timeBefore });
  await kind.put(host, key, after, blobs, {
    ...(keep === null ? {} : { save: keep }),
    ...(restore === null ? {} : { restore }),
  });
  if (kind.where(await kind.read(host, key, blobs), { before, after }) !== 'after') {
    throw new Refused({ code: 'not-as-planned', args: { kind: name, key } });
  }
  if (directory !== null && directoryTime !== null && timeBefore === directoryTime.from) {
    await setDirectoryTime(host, directory, directoryTime.to);
  }
  const timeAfter = directory === null ? null : await timeOf(host, directory);
  journal.append({ type: 'done', change: number, directoryTime: timeAfter });
}
