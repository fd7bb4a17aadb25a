import { type ApplyOptions, apply } from '../engine/apply.ts';
import type { Selection } from '../engine/selection.ts';
import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { Blobs } from '../model/blobs.ts';
import type { LeftOut, Run } from '../model/run.ts';
import type { Wait } from '../model/wait.ts';
import { runJson } from '../report/run-json.ts';
import { runText } from '../report/run-text.ts';
import type { Given } from './command.ts';
import { logRun } from './log-run.ts';
import { ownCommand } from './own-command.ts';
import { shownChanges } from './shown-changes.ts';
import { write } from './write.ts';

export interface Consented extends Omit<ApplyOptions, 'reverting'> {
  /** Null for a run that is kept at once. */
  readonly wait: Wait | null;
}

/** Of whoever is at a terminal: told at once when somebody else writes, and asked for all of a plan or none. */
const ALONE = { lockWaitMs: 0, leftOut: [] };

/** Makes a plan that was consented to, reports how that ended, and tells the system's journal. */
export async function makeChanges(
  given: Given,
  selection: Selection,
  { wait, ...consented }: Consented,
  blobs: Blobs,
  { lockWaitMs, leftOut }: { readonly lockWaitMs: number; readonly leftOut: readonly LeftOut[] } = ALONE,
): Promise<Run> {
  const { options, terminal, target } = given;
  const recover = ownCommand(['recover', '--due'], target().place.path);
  const reverting = wait === null ? {} : { reverting: { ...wait, recover } };
  const done = await write(given, lockWaitMs, (writer) =>
    apply(writer, selection, { ...consented, ...reverting }),
  );
  const run = leftOut.length === 0 ? done : { ...done, leftOut };
  terminal.report(
    options.format === 'json'
      ? runJson({ run, shown: shownChanges(run.changes, createMemoryBlobs(blobs)) })
      : runText(run, { ...options, color: terminal.color }),
  );
  await logRun(run, terminal);
  return run;
}
