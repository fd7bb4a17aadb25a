import type { Playbook } from '../model/playbook.ts';
import { changeText } from './change-text.ts';
import type { PlanView } from './change-view.ts';
import { effectWords } from './effect-words.ts';
import { findingsText } from './finding-text.ts';
import { painter } from './paint.ts';
import { paragraphs } from './paragraphs.ts';
import { refusalSentence } from './refusal-sentence.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** One playbook on this host. `view` is the plan of this playbook alone. */
export interface GuideFinding {
  readonly playbook: Playbook;
  readonly view: PlanView;
  /** From 1 on. */
  readonly number: number;
  readonly count: number;
  readonly isSkipped: boolean;
}

/** All that a decision about one playbook rests on: why, what was found, the diff, what may break, the way back. */
export function guideFindingText(
  { playbook, view: { plan, shown }, number, count, isSkipped }: GuideFinding,
  options: Pick<TextOptions, 'color'>,
): string {
  const paint = painter(options.color);
  const section = (title: string, ...body: readonly string[]) =>
    body.length === 0 ? [] : [[paint('heading', `${title}:`), ...body].join('\n')];
  const open = plan.findings.filter(({ verdict }) => verdict !== 'met' && verdict !== 'not-applicable');
  const blocks = [
    [
      paint('heading', wrap(`${number} of ${count}: `, visibleLine(playbook.title))),
      ...(isSkipped ? ['It is skipped, as you decided.'] : []),
    ].join('\n'),
    ...section('Why it matters', ...paragraphs(playbook.why).map((text) => wrap('  ', visibleLine(text)))),
    ...section('What was found', open.length === 0 ? '  nothing that is open' : findingsText(open, paint)),
    ...section('What would change', ...plan.changes.map((change) => changeText(change, shown, paint))),
    ...plan.refusals.map((refusal) => paint('bad', wrap('Refused: ', refusalSentence(refusal)))),
    ...(plan.changes.length === 0
      ? []
      : [
          ...section(
            'What may break',
            ...playbook.mayBreak.map((text) => wrap('  - ', visibleLine(text))),
            ...plan.effects.map((effect) => wrap('  - on this host: ', effectWords(effect))),
          ),
          ...section(
            'How it is undone',
            wrap('  ', `holdfast rollback RUN --playbook ${visibleLine(playbook.id)}`),
            wrap(
              '  ',
              'The number of the run is said at its end. Each change above says how well it comes back.',
            ),
          ),
        ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}
