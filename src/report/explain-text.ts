import type { Mode, Param, Playbook } from '../model/playbook.ts';
import { painter } from './paint.ts';
import { paragraphs } from './paragraphs.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

const MODES: { readonly [M in Mode]: string } = {
  auto: 'Holdfast fixes it',
  param: 'Holdfast fixes it once its parameters are set',
  partial: 'Holdfast fixes part of it and says what is left',
  advisory: 'Holdfast says what to do; a person does it',
};

/** One playbook: why, how it is fixed, what may break, its parameters and references. */
export function explainText(playbook: Playbook, options: TextOptions): string {
  const paint = painter(options.color);
  const head = [paint('heading', visibleLine(playbook.id)), wrap('', visibleLine(playbook.title))];
  if (options.quiet) return `${head.join('\n')}\n`;
  const params = Object.entries(playbook.params);
  const references = Object.entries(playbook.references);
  const blocks = [
    [
      ...head,
      `Severity: ${paint(playbook.severity, playbook.severity)}`,
      wrap('Profiles: ', playbook.profiles.join(', ')),
      `Mode: ${playbook.mode} (${MODES[playbook.mode]})`,
      ...(playbook.access === true
        ? [
            wrap(
              'Access: ',
              'it could cut somebody off, so a run of it is kept only if it is confirmed in time',
            ),
          ]
        : []),
    ],
    [
      'Why:',
      paragraphs(playbook.why)
        .map((text) => wrap('  ', visibleLine(text)))
        .join('\n\n'),
    ],
    list(
      'What may break:',
      playbook.mayBreak.map((text) => wrap('  - ', visibleLine(text))),
    ),
    list(
      'Parameters:',
      params.map(([name, param]) => paramText(name, param)),
    ),
    list(
      'References:',
      references.map(([name, numbers]) => wrap(`  ${visibleLine(name)}: `, visibleLine(numbers.join(', ')))),
    ),
    [`See it here: holdfast plan ${visibleLine(playbook.id)}`],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [title, ...items];
}

function paramText(name: string, param: Param): string {
  const what = `${param.describe} (${param.type}${rangeOf(param)}; default: ${defaultOf(param)})`;
  return wrap(`  ${visibleLine(name)}: `, visibleLine(what));
}

function rangeOf(param: Param): string {
  if (param.type === 'number') return `, ${param.min} to ${param.max}`;
  return param.type === 'choice' ? `, one of ${param.choices.join(', ')}` : '';
}

function defaultOf(param: Param): string {
  const text = param.type === 'names' ? param.default.join(', ') : String(param.default);
  return text === '' ? 'none' : text;
}
