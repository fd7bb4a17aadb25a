import { loadRun } from '../../engine/load-run.ts';
import { loadRuns } from '../../engine/load-runs.ts';
import { runReport } from '../../engine/run-report.ts';
import { createMemoryBlobs } from '../../host/memory-blobs.ts';
import { Refused } from '../../model/refusal.ts';
import { historyJson } from '../../report/history-json.ts';
import { historyRunText, historyText } from '../../report/history-text.ts';
import { runJson } from '../../report/run-json.ts';
import { asRunId } from '../as-run-id.ts';
import type { ExitCode, Given } from '../command.ts';
import { shownChanges } from '../shown-changes.ts';

export async function historyCommand(given: Given, id: string | undefined): Promise<ExitCode> {
  const { options, terminal } = given;
  const wanted = id === undefined ? null : asRunId(id);
  const stateDir = given.target().stateDir();
  const { runs, refusals } = loadRuns(stateDir);
  const text = { ...options, color: terminal.color };
  const isJson = options.format === 'json';
  if (wanted === null) {
    const view = { runs: runs.map((run) => runReport(run, runs)), refusals };
    terminal.report(isJson ? historyJson(view) : historyText(view, text));
    return 0;
  }
  const loaded = stateDir === null ? null : loadRun(stateDir.run(wanted));
  if (loaded === null) throw new Refused({ code: 'unknown-run', args: { run: wanted } });
  const run = runReport(loaded, runs);
  const isPurged = run.status === 'purged';
  const shown = isPurged ? new Map() : shownChanges(run.changes, createMemoryBlobs(loaded.folder.blobs));
  terminal.report(isJson ? runJson({ run, shown }) : historyRunText({ run, shown }, text));
  return 0;
}
