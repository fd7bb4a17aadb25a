import { isSecretName } from '../formats/secret-name.ts';
import type { Shown } from '../model/kind.ts';
import { hideSecrets, secretHider } from './hide-secrets.ts';
import { standIns } from './stand-ins.ts';
import { unifiedDiff } from './unified-diff.ts';
import { visibleLine } from './visible.ts';

/**
 * What a change does, for people, in plain ASCII of our own, without the last newline: a unified diff and the notes
 * for a text; for all else the subject, then `  mode: 0644 -> 0640`, one line for each thing that differs.
 */
export function changeDiff(shown: Shown): string {
  if (shown.type === 'text') {
    const diff = unifiedDiff(shown.path, shown.before, shown.after);
    const subject = diff === '' ? [visibleLine(shown.path)] : [diff];
    return [...subject, ...shown.notes.map((note) => `  ${visibleLine(hideSecrets(note))}`)].join('\n');
  }
  return [visibleLine(shown.subject), ...shown.lines.map(lineDiff)].join('\n');
}

function lineDiff(line: { readonly what: string; readonly before: string; readonly after: string }): string {
  const hide = isSecretName(line.what, '') ? wholeHider() : secretHider();
  // Both are given in order: the stand-in of what was comes first in the alphabet.
  const before = side(hide(line.before));
  const after = side(hide(line.after));
  return `  ${visibleLine(line.what)}: ${before} -> ${after}`;
}

function side(text: string): string {
  return text === '' ? '(empty)' : visibleLine(text);
}

function wholeHider(): (text: string) => string {
  const standIn = standIns();
  return (text) => (/^[!*]*$/.test(text) ? text : standIn('secret', text));
}
