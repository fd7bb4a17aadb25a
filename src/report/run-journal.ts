import type { JournalLine } from '../model/journal-line.ts';
import type { Run, RunStatus } from '../model/run.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { runStatusWords } from './run-status-words.ts';
import { thingWords } from './thing-words.ts';
import { visibleLine } from './visible.ts';

const PRIORITY: { readonly [S in RunStatus]: JournalLine['PRIORITY'] } = {
  applied: '5',
  waiting: '4',
  purged: '5',
  rescued: '5',
  undone: '4',
  partly: '3',
  unfinished: '3',
  stuck: '3',
};

/** What the system's journal is told of a run: how it ended and why, then each change. */
export function runJournal(run: Run): readonly JournalLine[] {
  const id = visibleLine(run.id);
  const line = (message: string): JournalLine => ({
    MESSAGE: message,
    PRIORITY: PRIORITY[run.status],
    SYSLOG_IDENTIFIER: 'holdfast',
    HOLDFAST_RUN: id,
    HOLDFAST_STATUS: run.status,
  });
  const kind = run.of === undefined ? run.type : `rollback of ${visibleLine(run.of)}`;
  return [
    line(`Run ${id}, ${kind}, ${runStatusWords[run.status]}.`),
    ...run.refusals.map((refusal) => line(`Run ${id}: ${refusalSentence(refusal)}`)),
    ...(run.leftOut ?? []).flatMap(({ playbook, refusals }) =>
      refusals.map((refusal) =>
        line(`Run ${id}: left out ${visibleLine(playbook)}: ${refusalSentence(refusal)}`),
      ),
    ),
    ...run.changes.map((change) => line(`Run ${id}: ${change.number}. ${thingWords(change)}`)),
  ];
}
