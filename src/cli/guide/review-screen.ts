import type { Allowance } from '../../model/policy.ts';
import type { Wait } from '../../model/wait.ts';
import { counted } from '../../report/counted.ts';
import { type GuideReview, guideReviewText } from '../../report/guide-review-text.ts';
import type { Act } from './act.ts';
import type { Size } from './page-of.ts';
import { pagedScreen } from './paged-screen.ts';
import type { Screen } from './question.ts';

export interface Reviewed extends Omit<GuideReview, 'notAllowed' | 'wait'> {
  readonly line: number;
  readonly missing: readonly { readonly allow: Allowance; readonly what: string }[];
  /** The run is kept only if it is confirmed; `isSaid` where the policy says how. */
  readonly wait: { readonly by: Wait; readonly isSaid: boolean } | null;
  /** A captured host is not written to. */
  readonly canApply: boolean;
  /** Whether what was decided can go to the end of the policy. */
  readonly canAppend: boolean;
}

/** The whole plan from `line` of its text on, and what is done with it. */
export function reviewScreen(reviewed: Reviewed, size: Size, color: boolean): Screen {
  const { view, policy, line, missing, wait, canApply } = reviewed;
  const { changes, refusals } = view.plan;
  const allow = [...new Set(missing.map((needed) => needed.allow))];
  const isDecided = policy.before !== policy.after;
  const choices: readonly { readonly name: string; readonly act: Act }[] = [
    { name: 'Back', act: { do: 'back' } },
    ...(canApply && changes.length > 0 && refusals.length === 0
      ? [{ name: `Make exactly ${these(changes.length)}`, act: ending(reviewed, 'apply') }]
      : []),
    ...(isDecided
      ? [{ name: 'Write the policy, and change nothing else', act: ending(reviewed, 'write') }]
      : []),
    ...(allow.length > 0 && refusals.length === 0
      ? [
          {
            name: `Let unattended runs do it too: allow = ${allow.join(', ')}`,
            act: { do: 'allow', allow } as const,
          },
        ]
      : []),
    ...(wait !== null && !wait.isSaid && refusals.length === 0
      ? [
          {
            name: 'Let unattended runs wait for a login, too: confirm = login',
            act: { do: 'confirm', confirm: 'login' } as const,
          },
        ]
      : []),
    { name: 'Quit', act: { do: 'quit' } },
  ];
  const text = guideReviewText(
    { view, policy, notAllowed: missing.map(({ what }) => what), wait },
    { color },
  );
  return pagedScreen({ text, line, question: { text: 'The whole plan:', choices } }, size);
}

function these(count: number): string {
  return count === 1 ? 'this change' : `these ${counted(count, 'change')}`;
}

/** Without decisions there is nothing to write; what cannot go to the end of the policy needs a file of its own. */
function ending({ policy, canAppend }: Reviewed, outcome: 'apply' | 'write'): Act {
  return policy.before === policy.after || canAppend
    ? { do: 'end', outcome, file: null }
    : { do: 'file', outcome };
}
