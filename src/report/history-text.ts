import type { Run } from '../model/run.ts';
import { changeText } from './change-text.ts';
import type { RunView } from './change-view.ts';
import { counted } from './counted.ts';
import { effectWords } from './effect-words.ts';
import { firstBootWords } from './first-boot-words.ts';
import type { HistoryView } from './history-view.ts';
import { painter } from './paint.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { runStatusWords } from './run-status-words.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** One line for each run, the latest last: it is what a person on call sees first above the prompt. */
export function historyText({ runs, refusals }: HistoryView, options: TextOptions): string {
  const damaged = refusals.map((refusal) => wrap('Damaged: ', refusalSentence(refusal)));
  const head = 'RUN     STARTED (UTC)     WHAT      STATUS      CHANGES  ROLLED BACK BY';
  const table = runs.length === 0 ? ['No runs yet.'] : [head, ...runs.map(row)];
  const next =
    runs.length === 0
      ? []
      : ['', 'One run with its diffs: holdfast history RUN', 'To take one back: holdfast rollback RUN'];
  const lines = options.quiet ? [...runs.map(row), ...damaged] : [...table, ...damaged, ...next];
  return lines.map((line) => `${line}\n`).join('');
}

function row(run: Run): string {
  const cells = [
    visibleLine(run.id).padEnd(7),
    minute(run.started).padEnd(17),
    run.type.padEnd(9),
    run.status.padEnd(11),
    String(run.changes.length).padStart(7),
    ` ${run.rolledBackBy.map(visibleLine).join(' ')}`,
  ];
  return cells.join(' ').trimEnd();
}

/** `2026-11-22T07:18:42.123Z` to the minute: `2026-11-22 07:18`. */
function minute(time: string): string {
  return visibleLine(time.slice(0, 16).replace('T', ' '));
}

/** One run with every change's diff. */
export function historyRunText({ run, shown }: RunView, options: TextOptions): string {
  const paint = painter(options.color);
  const outcome = wrap('', `Run ${visibleLine(run.id)} ${runStatusWords[run.status]}.`);
  if (options.quiet) return `${outcome}\n`;
  const of = run.of === undefined ? '' : ` of run ${visibleLine(run.of)}`;
  const facts = [
    outcome,
    ...run.refusals.map((refusal) => wrap('Because: ', refusalSentence(refusal))),
    `What: ${run.type}${of}, ${counted(run.changes.length, 'change')}, by Holdfast ${visibleLine(run.tool)}`,
    `From ${visibleLine(run.started)} to ${run.finished === null ? 'no end' : visibleLine(run.finished)}`,
    ...(run.rolledBackBy.length === 0
      ? []
      : [`Rolled back by: ${run.rolledBackBy.map(visibleLine).join(', ')}`]),
    ...firstBootWords(run.firstBoot),
  ];
  const blocks = [
    facts.join('\n'),
    ...run.changes.map((change) => changeText(change, shown, paint)),
    run.effects.map((effect) => `After all changes: ${effectWords(effect)}`).join('\n'),
    canBeTakenBack(run) ? `To take it back: holdfast rollback ${visibleLine(run.id)}` : '',
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

/** What was undone or taken back has nothing left to take back; what is unfinished must be recovered first. */
function canBeTakenBack({ status, rolledBackBy }: Run): boolean {
  return ['applied', 'waiting', 'partly'].includes(status) && rolledBackBy.length === 0;
}
