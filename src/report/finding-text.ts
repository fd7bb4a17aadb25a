import type { Finding } from '../model/plan.ts';
import type { Evidence } from '../model/requirement.ts';
import type { Bite, Verdict } from '../model/verdict.ts';
import { bySeverity } from './by-severity.ts';
import type { Paint, Style } from './paint.ts';
import { safeLine } from './safe-line.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

const STYLES: { readonly [V in Verdict]: Style } = {
  met: 'good',
  unmet: 'bad',
  pending: 'attention',
  'not-applicable': 'dim',
  manual: 'attention',
  unknown: 'attention',
  waived: 'dim',
};

const BITES: { readonly [B in Bite]: string } = {
  login: 'done; takes effect at the next login',
  reboot: 'done; takes effect at the next reboot',
  restart: 'done; takes effect when the service restarts',
  recreate: 'done; takes effect when the containers are recreated',
};

/** Findings by playbook, each with its evidence; '' where there are none. Whoever calls leaves out what is met. */
export function findingsText(findings: readonly Finding[], paint: Paint): string {
  return bySeverity(findings)
    .map(({ playbook, severity, findings: own }) =>
      [
        `${paint(severity, severity.toUpperCase())} ${paint('heading', visibleLine(playbook))}`,
        ...own.map((finding) => findingText(finding, paint)),
      ].join('\n'),
    )
    .join('\n\n');
}

function findingText(finding: Finding, paint: Paint): string {
  return [
    `  ${paint(STYLES[finding.verdict], finding.verdict)}  ${safeLine(finding.object)}`,
    wrap('    wanted: ', safeLine(finding.statement)),
    ...(finding.pending === undefined ? [] : [`    ${BITES[finding.pending]}`]),
    ...finding.evidence.map(evidenceText),
    ...waiverLines(finding),
    ...(finding.steps ?? []).map((step, i) => wrap(`    ${i + 1}. `, safeLine(step))),
  ].join('\n');
}

/** `because` names what decides, `also` what is overridden or only explains. */
function evidenceText({ source, line, says, wins }: Evidence): string {
  const place = `${visibleLine(source)}${line === undefined ? '' : `:${line}`}`;
  return wrap(`    ${wins ? 'because' : 'also'} `, `${place}: ${says === '' ? '(empty)' : safeLine(says)}`);
}

/** A waiver that holds, or one that no longer does: then the verdict is the true one. */
function waiverLines(finding: Finding): readonly string[] {
  const { waiver, trueVerdict } = finding;
  if (waiver === undefined) return [];
  const isHeld = finding.verdict === 'waived';
  const what = isHeld
    ? `waived until ${waiver.until} by ${waiver.owner}; without the waiver: ${trueVerdict ?? 'unknown'}`
    : `waiver "${waiver.name}" of ${waiver.owner} ended on ${waiver.until}; renew or remove it`;
  return [wrap('    ', safeLine(what)), wrap('    reason: ', safeLine(waiver.reason))];
}
