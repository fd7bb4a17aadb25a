import type { Decisions } from '../../model/decisions.ts';
import { paramText } from '../../policy/param-text.ts';
import { waivableObjects } from '../../policy/waivable-objects.ts';
import { type GuideFinding, guideFindingText } from '../../report/guide-finding-text.ts';
import { safeLine } from '../../report/safe-line.ts';
import { visibleLine } from '../../report/visible.ts';
import type { Act } from './act.ts';
import type { Size } from './page-of.ts';
import { pagedScreen } from './paged-screen.ts';
import { paramValue } from './param-value.ts';
import type { Screen } from './question.ts';

interface Offer {
  readonly name: string;
  readonly act: Act;
}

/** What was found, from `line` of its text on, and what can be decided about it. */
export function findingScreen(
  finding: GuideFinding & { readonly line: number; readonly decisions: Decisions },
  size: Size,
  color: boolean,
): Screen {
  const { playbook, line } = finding;
  const { plan } = finding.view;
  const choices: readonly Offer[] = [
    ...keep(plan.changes.length, plan.refusals.length),
    { name: 'Leave it out', act: { do: 'skip' } },
    ...Object.keys(playbook.params).map((param) => ofParam(finding, param)),
    ...(waivableObjects(plan).length > 0
      ? [{ name: 'Waive', act: { do: 'draft', draft: {} } } as const]
      : []),
    ...(isDecided(finding) ? [{ name: 'Forget what was decided here', act: { do: 'reset' } } as const] : []),
    { name: 'Back', act: { do: 'back' } },
    { name: 'Quit', act: { do: 'quit' } },
  ];
  return pagedScreen(
    {
      text: guideFindingText(finding, { color }),
      line,
      question: { text: `${visibleLine(playbook.id)}:`, choices },
    },
    size,
  );
}

/** What is refused here would refuse the whole plan. */
function keep(changes: number, refusals: number): readonly Offer[] {
  if (refusals > 0) return [];
  const name = changes > 0 ? 'Apply it, after the review' : 'Go on: there is nothing to apply';
  return [{ name, act: { do: 'keep' } }];
}

function ofParam({ playbook, view }: GuideFinding, param: string): Offer {
  const value = paramText(paramValue(playbook, view.plan.inputs.params, param));
  const now = value === '' ? 'nothing' : safeLine(value);
  return { name: `Set ${visibleLine(param)} (now: ${now})`, act: { do: 'edit', param, isTyped: false } };
}

function isDecided({
  playbook: { id },
  isSkipped,
  decisions,
}: GuideFinding & { readonly decisions: Decisions }): boolean {
  return (
    isSkipped ||
    decisions.params[id] !== undefined ||
    decisions.waivers.some(({ playbook }) => playbook === id)
  );
}
