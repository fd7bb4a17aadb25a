import type { Change } from '../model/change.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';
import { changeText } from './change-text.ts';
import type { ShownChanges } from './change-view.ts';
import { counted } from './counted.ts';
import { painter } from './paint.ts';
import { refusalSentence } from './refusal-sentence.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

export interface RollbackView {
  readonly run: RunId;
  readonly changes: readonly Change[];
  readonly refusals: readonly Refusal[];
  readonly shown: ShownChanges;
}

/** What rolling back would do, before it is done. */
export function rollbackText({ run, changes, refusals, shown }: RollbackView, options: TextOptions): string {
  const paint = painter(options.color);
  const id = visibleLine(run);
  const title =
    changes.length === 0
      ? `Nothing of run ${id} is to be put back.`
      : `Rolling back run ${id}: ${counted(changes.length, 'change')}.`;
  const blocks = [
    title,
    ...changes.map((change) => changeText(change, shown, paint)),
    ...refusals.map((refusal) => paint('bad', wrap('Refused: ', refusalSentence(refusal)))),
  ];
  return `${blocks.join('\n\n')}\n\n`;
}
