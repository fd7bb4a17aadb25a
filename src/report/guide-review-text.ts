import type { Wait } from '../model/wait.ts';
import { changeDiff } from './change-diff.ts';
import type { PlanView } from './change-view.ts';
import { durationWords } from './duration-words.ts';
import { painter } from './paint.ts';
import { paintDiff } from './paint-diff.ts';
import { planText } from './plan-text.ts';
import { safeLine } from './safe-line.ts';
import type { TextOptions } from './text-options.ts';
import { wrap } from './wrap.ts';

/** What a guided session comes to. */
export interface GuideReview {
  readonly view: PlanView;
  readonly policy: { readonly name: string; readonly before: string; readonly after: string };
  /** What an unattended run of the same would do and is not allowed, in words. */
  readonly notAllowed: readonly string[];
  /** The run is kept only if it is confirmed; `isSaid` where the policy says how. */
  readonly wait: { readonly by: Wait; readonly isSaid: boolean } | null;
}

/** The whole plan as `holdfast plan` shows it, and the policy that asks for it again. */
export function guideReviewText(
  { view, policy, notAllowed, wait }: GuideReview,
  options: Pick<TextOptions, 'color'>,
): string {
  const paint = painter(options.color);
  const { name, before, after } = policy;
  const diff = changeDiff({
    type: 'text',
    path: name,
    before: before === '' ? null : before,
    after,
    notes: [],
  });
  const blocks = [
    planText(view, { ...options, quiet: false }),
    before === after
      ? `${wrap('', 'The policy stays as it is: it asks for this plan already.')}\n`
      : `${paint('heading', 'The policy that asks for this plan again:')}\n${paintDiff(diff, paint)}\n`,
    ...(notAllowed.length === 0
      ? []
      : [
          `${wrap('Unattended it would be refused: ', `the policy does not allow to ${safeLine(notAllowed.join(', '))}.`)}\n`,
        ]),
    ...(wait === null
      ? []
      : [
          `${wrap('It could cut somebody off: ', `after it, you have ${durationWords(wait.by.withinSeconds)} to confirm it${wait.by.by === 'login' ? ' from a new login' : ''} (holdfast confirm), or all of it goes back by itself.${wait.isSaid ? '' : ' Unattended it would be refused: the policy does not say who confirms it.'}`)}\n`,
        ]),
  ];
  return blocks.join('\n');
}
