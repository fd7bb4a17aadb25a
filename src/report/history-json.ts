import type { HistoryView } from './history-view.ts';
import { jsonText } from './json-text.ts';
import { refusalJson } from './refusal-json.ts';

/** docs/schema/history.schema.json: all runs without their diffs; one run in full is a run document (run-json.ts). */
export function historyJson({ runs, refusals }: HistoryView): string {
  return jsonText({
    schema: 'holdfast.history/1',
    runs: runs.map((run) => ({
      run: run.id,
      type: run.type,
      ...(run.of === undefined ? {} : { of: run.of }),
      rolledBackBy: [...run.rolledBackBy],
      status: run.status,
      started: run.started,
      finished: run.finished,
      tool: run.tool,
      changes: run.changes.map(({ number, kind, key, undo }) => ({ number, kind, key, undo })),
    })),
    refusals: refusals.map(refusalJson),
  });
}
