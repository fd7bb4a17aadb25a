import type { Playbook } from '../model/playbook.ts';
import { counted } from './counted.ts';
import { painter } from './paint.ts';
import type { TextOptions } from './text-options.ts';
import { visibleLine } from './visible.ts';
import { wrap } from './wrap.ts';

/** Every playbook: id, severity, mode and title, in the order given. Quiet: ids only, one on a line. */
export function listText(playbooks: readonly Playbook[], options: TextOptions): string {
  if (options.quiet) return playbooks.map(({ id }) => `${visibleLine(id)}\n`).join('');
  const paint = painter(options.color);
  const items = playbooks.map(({ id, severity, mode, title }) =>
    [
      `${paint('heading', visibleLine(id))}  ${paint(severity, severity)}, ${mode}`,
      wrap('  ', visibleLine(title)),
    ].join('\n'),
  );
  const last = `${counted(playbooks.length, 'playbook')}. One in full: holdfast explain ID`;
  return `${[...items, '', last].join('\n')}\n`;
}
