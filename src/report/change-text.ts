import type { Change, UndoClass } from '../model/change.ts';
import { changeDiff } from './change-diff.ts';
import type { ShownChanges } from './change-view.ts';
import { effectWords } from './effect-words.ts';
import type { Paint } from './paint.ts';
import { paintDiff } from './paint-diff.ts';
import { thingWords } from './thing-words.ts';
import { visibleLine } from './visible.ts';

const UNDO: { readonly [U in UndoClass]: string } = {
  exact: 'exact',
  'best-effort': 'best effort, it may not come back quite as it was',
  'one-way': 'one way, it cannot be undone before a reboot, or never',
};

/** One change whole: what, for whom, how well it can be undone, what follows, and the diff. */
export function changeText(change: Change, shown: ShownChanges, paint: Paint): string {
  const diff = shown.get(change.number);
  const playbooks = [...new Set(change.parts.map(({ playbook }) => visibleLine(playbook)))];
  return [
    paint('heading', `${change.number}. ${thingWords(change)}`),
    ...playbooks.map((playbook) => `   for: ${playbook}`),
    `   undo: ${UNDO[change.undo]}`,
    ...change.effects.map((effect) => `   afterwards: ${effectWords(effect)}`),
    ...(diff === undefined ? [] : [paintDiff(changeDiff(diff), paint)]),
  ].join('\n');
}
