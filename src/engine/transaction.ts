import type { RunFolder } from '../host/run-folder.ts';
import { asEntryState } from '../kinds/entry-state.ts';
import { kinds } from '../kinds/index.ts';
import { sameState } from '../kinds/same-state.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Host } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { type Refusal, type RefusalCode, Refused } from '../model/refusal.ts';
import type { RunStatus } from '../model/run.ts';
import type { RunChange, RunPlan } from '../model/run-plan.ts';
import type { Moment, Wait } from '../model/wait.ts';
import { arm, disarm } from './boot-unit.ts';
import { armFirstBoot, disarmFirstBoot } from './first-boot.ts';
import type { Journal } from './journal.ts';
import { keepWhatIsDone } from './keep-what-is-done.ts';
import { armRevert } from './revert.ts';
import { type Pending, runStateOf } from './run-state.ts';
import { tidy } from './tidy.ts';
import { timeOf } from './time-of.ts';
import { undoRun } from './undo-run.ts';
import type { Writer } from './writer.ts';

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
  /** Which probes succeeded before the run and fail now. Also asked before a part of a run is kept. */
  readonly newlyRed: () => Promise<readonly Refusal[]>;
  /** The signal that asks to stop, if one came. Asked between changes, never within one. */
  readonly interrupted: () => string | null;
  readonly onError: 'rollback' | 'keep';
  readonly onProgress: Writer['onProgress'];
}

/**
 * Makes every change of a run's plan, or none: what cannot be finished is undone. Before each step its intent is
 * on disk, so whoever comes after a crash knows what may have happened; `done` only after the change was read back.
 */
export async function transact(run: Transaction, options: TransactionOptions): Promise<RunStatus> {
  const { host, journal, plan } = run;
  try {
    await arm(run);
    await armRevert(run);
    if (plan.firstBoot?.comes === true) await armFirstBoot(host, plan.firstBoot);
    for (const change of plan.changes) {
      stopIfAsked(options);
      options.onProgress({ change });
      await make(run, change);
    }
    for (const [i, effect] of plan.effects.entries()) {
      stopIfAsked(options);
      journal.append({ type: 'effect', effect: i });
      await host.run(effect);
    }
    stopIfAsked(options);
    const [amiss] = await options.verify();
    if (amiss !== undefined) throw new Refused(amiss);
    const [red] = await options.newlyRed();
    stopIfAsked(options);
    if (red !== undefined) throw new Refused(red);
    await tidy(run);
    if (plan.waits !== undefined) {
      // Still armed: a boot takes it back, too.
      journal.append({ type: 'pending', at: run.now(), ...pendingOf(plan.waits, host.moment()) });
      return 'waiting';
    }
    // Disarmed before the commit: after it nobody would look for the unit any more. A crash between is an unfinished run
    // whose changes are all made, and undone by the next command that writes.
    await disarm(run);
    if (plan.firstBoot?.comes === false) await disarmFirstBoot(host, plan.firstBoot);
    journal.append({ type: 'commit', at: run.now(), status: 'applied', why: [] });
    return 'applied';
  } catch (error) {
    if (!(error instanceof Refused)) {
      // A bug: the host must not pay for it, and it must be seen.
      await undoRun(run, []);
      throw error;
    }
    // Half of what could cut somebody off is not to be kept without their word either.
    const isKept =
      options.onError === 'keep' && plan.waits === undefined && !NEVER_KEPT.includes(error.refusal.code);
    return isKept ? keepOrUndo(run, options, error.refusal) : undoRun(run, [error.refusal]);
  }
}

/** What was done has broken something, or somebody wants none of it. */
const NEVER_KEPT: readonly RefusalCode[] = ['probe-failed', 'interrupted'];

function stopIfAsked({ interrupted }: TransactionOptions): void {
  const signal = interrupted();
  if (signal !== null) throw new Refused({ code: 'interrupted', args: { signal } });
}

/** Keeping can fail as well; then nothing is kept. */
async function keepOrUndo(
  run: Transaction,
  { newlyRed }: TransactionOptions,
  why: Refusal,
): Promise<RunStatus> {
  try {
    return await keepWhatIsDone(run, why, newlyRed);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return undoRun(run, [why, error.refusal]);
  }
}

function pendingOf({ withinSeconds }: Wait, { boot, uptimeMs }: Moment): Pending {
  return { boot, sinceMs: uptimeMs, untilMs: uptimeMs + withinSeconds * 1000 };
}

async function make(run: Transaction, change: RunChange): Promise<void> {
  const { host, journal, blobs } = run;
  const { number, kind: name, key, keep, restore, directory, directoryTime } = change;
  const kind = kinds[name];
  const now = await kind.read(host, key, blobs);
  // What names no object, such as every interface, may have come true by itself: the only one that differed has gone.
  // And a share may go while others want the same: then there is nothing to do but to say so.
  const place = kind.where(now, change);
  const isNothing = kind.rematch !== undefined || sameState(change.before, change.after);
  if (place !== 'before' && (place !== 'after' || !isNothing)) {
    throw new Refused({ code: 'changed-since', args: { kind: name, key } });
  }
  const { before, after } = kind.rematch?.(now, change) ?? change;
  const invalid = await kind.validate?.(host, key, after, blobs, before);
  if (invalid !== null && invalid !== undefined) throw new Refused(invalid);

  const timeBefore = directory === null ? null : await timeBeforeIn(run, directory);
  journal.append({ type: 'intent', change: number, before, after, directoryTime: timeBefore });
  await kind.put(host, key, after, blobs, {
    ...(keep === null ? {} : { save: keep }),
    ...(restore === null ? {} : { restore }),
    ...(name === 'entry' ? { from: asEntryState(before) } : {}),
  });
  if (kind.where(await kind.read(host, key, blobs), { before, after }) !== 'after') {
    // The kernel may make something else of a value than was written; to whoever undoes this it would look foreign.
    if (name !== 'entry') await kind.put(host, key, before, blobs);
    throw new Refused({ code: 'not-as-planned', args: { kind: name, key } });
  }
  if (directory !== null && directoryTime !== null && timeBefore === directoryTime.from) {
    await host.putTime(directory, directoryTime.to);
  }
  const timeAfter = directory === null ? null : await timeOf(host, directory);
  journal.append({ type: 'done', change: number, directoryTime: timeAfter });
}

/** Arming changes the time of its directories; what counts is the time before the run, or after its own last change there. */
async function timeBeforeIn({ host, journal, plan }: Transaction, directory: Path): Promise<string | null> {
  const armed = plan.arming?.directories.find(({ path }) => path === directory);
  if (armed === undefined) return timeOf(host, directory);
  const { changes } = runStateOf(journal.records);
  const own = plan.changes.filter((change) => change.directory === directory);
  return own.some(({ number }) => changes.get(number)?.isDone === true)
    ? timeOf(host, directory)
    : armed.time;
}
