import type { Finding, Plan } from '../model/plan.ts';
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

/** The commands that make the changes and take them back; those for a captured host are for the host itself. */
interface Next {
  readonly apply: string;
  /** Null for a captured host. */
  readonly rollback: string | null;
}

/** What is wrong, the exact diff of every change, what runs after them, what stays, and whether it can be applied. Without `next` whoever shows it asks. */
export function planText({ plan, shown }: PlanView, options: TextOptions, next?: Next): string {
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
        closing(plan, next),
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
function remaining({ changes, findings, expected }: Plan): string {
  if (changes.length === 0) return '';
  // What rests on an observation is as it was until the change is made: it says nothing of what will be.
  const isSeenLater = ({ playbook, object }: Finding) =>
    findings.some(
      (each) =>
        each.playbook === playbook && each.object === object && each.observed && each.wishes.length > 0,
    );
  return expected
    .filter(({ verdict }) => !['met', 'not-applicable', 'waived'].includes(verdict))
    .map((finding) => {
      const { verdict, playbook, object } = finding;
      const what = `${visibleLine(playbook)}${object === playbook ? '' : ` ${safeLine(object)}`}`;
      return isSeenLater(finding)
        ? `  expected to be met  ${what}: only a look after the change can tell`
        : `  ${verdict}  ${what}`;
    })
    .join('\n');
}

/** A full file system is in the way of every change on it: said once. */
function refusalLines(plan: Plan, paint: Paint): readonly string[] {
  const sentences = new Set(plan.refusals.map(refusalSentence));
  return [...sentences].map((sentence) => paint('bad', wrap('Refused: ', sentence)));
}

function planLine(plan: Plan): string {
  const parts = [counted(plan.changes.length, 'change'), counted(plan.effects.length, 'effect')];
  const refused = plan.refusals.length > 0 ? ' It is refused.' : '';
  return `Plan: ${parts.join(', ')}.${refused}`;
}

function closing(plan: Plan, next: Next | undefined): string {
  const isRefused = plan.refusals.length > 0;
  const last = isRefused
    ? ['Nothing can be applied until what is refused above is settled.']
    : next === undefined
      ? []
      : nextLines(next);
  if (plan.changes.length === 0) {
    const lines = ['Nothing to change.', summaryLine('', summarize(plan.findings))];
    return [...lines, ...(isRefused ? last : [])].join('\n');
  }
  return [
    planLine(plan),
    summaryLine('Now: ', summarize(plan.findings)),
    summaryLine('Then: ', summarize(plan.expected)),
    `Digest: ${visibleLine(plan.digest)}`,
    ...last,
  ].join('\n');
}

/** Each command on a line of its own, to be copied whole. */
function nextLines({ apply, rollback }: Next): readonly string[] {
  if (rollback === null) {
    return [
      'A captured host is only looked at. On the host itself, this plans anew and asks:',
      `  ${visibleLine(apply)}`,
    ];
  }
  return [
    'Next, to make exactly these changes, and to take them back:',
    `  ${visibleLine(apply)}`,
    `  ${visibleLine(rollback)}`,
  ];
}
