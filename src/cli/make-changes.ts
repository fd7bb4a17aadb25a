import { type ApplyOptions, apply } from '../engine/apply.ts';
import type { Selection } from '../engine/selection.ts';
import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Run } from '../model/run.ts';
import { runJson } from '../report/run-json.ts';
import { runText } from '../report/run-text.ts';
import type { Given } from './command.ts';
import { logRun } from './log-run.ts';
import { shownChanges } from './shown-changes.ts';
import { write } from './write.ts';

/** Makes a plan that was consented to, reports how that ended, and tells the system's journal. */
export async function makeChanges(
  given: Given,
  selection: Selection,
  consented: ApplyOptions,
  blobs: Blobs,
): Promise<Run> {
  const { options, terminal } = given;
  const run = await write(given, (writer) => apply(writer, selection, consented));
  terminal.report(
    options.format === 'json'
      ? runJson({ run, shown: shownChanges(run.changes, createMemoryBlobs(blobs)) })
      : runText(run, { ...options, color: terminal.color }),
  );
  await logRun(run, terminal);
  return run;
}
