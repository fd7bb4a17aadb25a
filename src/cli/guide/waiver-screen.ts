import type { Plan, Waiver } from '../../model/plan.ts';
import type { PlaybookId } from '../../model/playbook.ts';
import { isDate } from '../../policy/is-date.ts';
import { waivableObjects } from '../../policy/waivable-objects.ts';
import { safeLine } from '../../report/safe-line.ts';
import type { Act } from './act.ts';
import type { WaiverDraft } from './dialogue.ts';
import type { Screen } from './question.ts';

/** The next word of a waiver that is missing: the object, why, whom to ask, until when. An empty answer gives it up. */
export function waiverScreen({
  plan,
  playbook,
  draft,
}: {
  readonly plan: Plan;
  readonly playbook: PlaybookId;
  readonly draft: WaiverDraft;
}): Screen {
  const { object, reason, owner } = draft;
  if (object === undefined) {
    return {
      text: 'A waiver accepts one object as it is, until a day that you name.\n',
      question: {
        type: 'choose',
        text: 'Which one?',
        choices: [
          { name: 'Back', act: { do: 'back' } },
          ...waivableObjects(plan).map((each) => ({
            name: safeLine(each),
            act: { do: 'draft' as const, draft: { object: each } },
          })),
        ],
      },
    };
  }
  if (reason === undefined) {
    return typed('Why may it stay as it is?', (answer) => ({
      do: 'draft',
      draft: { ...draft, reason: answer },
    }));
  }
  if (owner === undefined) {
    return typed('Whom to ask about it?', (answer) => ({ do: 'draft', draft: { ...draft, owner: answer } }));
  }
  return typed(
    'The last day it holds, as 2027-01-31:',
    (until) => ({ do: 'waive', waiver: { playbook, object, reason, owner, until } }),
    (until) => faultOf(until, plan.inputs.today),
  );
}

function typed(
  text: string,
  act: (answer: string) => Act,
  fault: (answer: string) => string | null = () => null,
): Screen {
  return {
    text: '',
    question: {
      type: 'type',
      text: `${text} (empty: no waiver)`,
      initial: '',
      fault: (answer) => (answer === '' ? null : fault(answer)),
      act: (answer) => (answer === '' ? { do: 'back' } : act(answer)),
    },
  };
}

function faultOf(until: Waiver['until'], today: string): string | null {
  if (!isDate(until)) return `${safeLine(until)} is no day like 2027-01-31.`;
  return until < today ? `${until} is over already.` : null;
}
