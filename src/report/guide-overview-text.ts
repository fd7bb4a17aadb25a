import type { Decisions } from '../model/decisions.ts';
import type { Finding, PlanInputs } from '../model/plan.ts';
import type { PlaybookId } from '../model/playbook.ts';
import { byArea } from './by-area.ts';
import { counted } from './counted.ts';
import { painter } from './paint.ts';
import { safeLine } from './safe-line.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** What a guided session is about. `findings`: what is open at its beginning. */
export interface GuideOverview {
  readonly host: { readonly root: string };
  readonly profile: PlanInputs['profile'];
  readonly findings: readonly Finding[];
  readonly decisions: Decisions;
}

/** What there is to go through, by area and severity, with what was decided by now. */
export function guideOverviewText(
  { host, profile, findings, decisions }: GuideOverview,
  options: Pick<TextOptions, 'color'>,
): string {
  const paint = painter(options.color);
  const areas = byArea(findings);
  const count = areas.flatMap(({ groups }) => groups).length;
  const blocks = areas.map(({ area, groups }) =>
    [
      paint('heading', visibleLine(area)),
      ...groups.map(({ playbook, severity, findings: own }) => {
        const words = [counted(own.length, 'finding'), ...decidedWords(playbook, decisions)];
        return `  ${paint(severity, severity.toUpperCase().padEnd(8))}  ${visibleLine(playbook)}: ${words.join(', ')}`;
      }),
    ].join('\n'),
  );
  return `${[
    [
      `Root: ${safeLine(host.root)}`,
      `Profile: ${profile}`,
      `${counted(count, 'playbook')} with something to decide`,
    ].join('\n'),
    ...blocks,
    wrap(
      '',
      'Nothing is written before you have seen the whole plan and agreed to it. Ctrl-C leaves the host as it is.',
    ),
  ].join('\n\n')}\n`;
}

function decidedWords(playbook: PlaybookId, { skip, params, waivers }: Decisions): readonly string[] {
  const waived = waivers.filter((waiver) => waiver.playbook === playbook).length;
  return [
    ...(skip.includes(playbook) ? ['skipped'] : []),
    ...Object.keys(params[playbook] ?? {}).map((param) => `${visibleLine(param)} set`),
    ...(waived > 0 ? [`${waived} waived`] : []),
  ];
}
