import type { Plan } from '../model/plan.ts';
import { changeText } from './change-text.ts';
import type { PlanView } from './change-view.ts';
import { counted } from './counted.ts';
import { effectWords } from './effect-words.ts';
import { findingsText } from './finding-text.ts';
import { type Paint, painter } from './paint.ts';
import { refusalSentence } from './refusal-sentence.ts';
import { safeLine } from './safe-line.ts';
import { summarize } from './summary.ts';
import { summaryLine } from './summary-line.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** What is wrong, the exact diff of every change, what runs after them, what stays, and whether it can be applied. */
export function planText({ plan, shown }: PlanView, options: TextOptions): string {
  const paint = painter(options.color);
  const blocks = options.quiet
    ? [...refusalLines(plan, paint), planLine(plan)]
    : [
        section('Now', openFindings(plan.findings, paint), paint),
        section(
          'Changes',
          plan.changes.map((change) => changeText(change, shown, paint)).join('\n\n'),
          paint,
        ),
        section(
          'After all changes',
          plan.effects.map((effect) => `  ${effectWords(effect)}`).join('\n'),
          paint,
        ),
        section('What will still be open', remaining(plan), paint),
        refusalLines(plan, paint).join('\n'),
        closing(plan),
      ];
  return `${blocks.filter((block) => block !== '').join(options.quiet ? '\n' : '\n\n')}\n`;
}

function section(title: string, body: string, paint: Paint): string {
  return body === '' ? '' : `${paint('heading', `${title}:`)}\n${body}`;
}

function openFindings(findings: Plan['findings'], paint: Paint): string {
  return findingsText(
    findings.filter(({ verdict }) => verdict !== 'met' && verdict !== 'not-applicable'),
    paint,
  );
}

/** Evidence and steps stood above already; what the plan leaves open is worth a second mention, in one line each. */
function remaining(plan: Plan): string {
  if (plan.changes.length === 0) return '';
  return plan.expected
    .filter(({ verdict }) => !['met', 'not-applicable', 'waived'].includes(verdict))
    .map(({ verdict, playbook, object }) => `  ${verdict}  ${visibleLine(playbook)} ${safeLine(object)}`)
    .join('\n');
}

function refusalLines(plan: Plan, paint: Paint): readonly string[] {
  return plan.refusals.map((refusal) => paint('bad', wrap('Refused: ', refusalSentence(refusal))));
}

function planLine(plan: Plan): string {
  const parts = [counted(plan.changes.length, 'change'), counted(plan.effects.length, 'effect')];
  const refused = plan.refusals.length > 0 ? ' It is refused.' : '';
  return `Plan: ${parts.join(', ')}.${refused}`;
}

function closing(plan: Plan): string {
  const isRefused = plan.refusals.length > 0;
  const next = isRefused
    ? 'Nothing can be applied until what is refused above is settled.'
    : 'Next: "holdfast apply" makes exactly these changes; "holdfast rollback --last" takes them back.';
  if (plan.changes.length === 0) {
    const lines = ['Nothing to change.', summaryLine('', summarize(plan.findings))];
    return [...lines, ...(isRefused ? [next] : [])].join('\n');
  }
  return [
    planLine(plan),
    summaryLine('Now: ', summarize(plan.findings)),
    summaryLine('Then: ', summarize(plan.expected)),
    `Digest: ${visibleLine(plan.digest)}`,
    wrap('', next),
  ].join('\n');
}
