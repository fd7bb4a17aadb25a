import { hideSecrets } from './hide-secrets.ts';
import { visibleLine } from './visible.ts';

/** What came from the host or a person, fit for a sentence of ours: one line, no secrets, nothing hidden. */
export function safeLine(text: string): string {
  return visibleLine(hideSecrets(text));
}
