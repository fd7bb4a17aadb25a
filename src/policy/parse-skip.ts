import type { PlaybookId } from '../model/playbook.ts';
import type { PolicySection, Refuse } from './policy-lines.ts';
import { refuseUnknownPlaybook } from './refuse-unknown-playbook.ts';

/** Section `[skip ID]`: its name says all, so it has no keys. A section can be added to the end of any policy. */
export function parseSkip(section: PolicySection, ids: readonly PlaybookId[], refuse: Refuse): PlaybookId {
  const value = section.name.replace(/^skip\s*/, '');
  if (value === '') refuse(section.line, 'a skip without a playbook: [skip ID]');
  refuseUnknownPlaybook({ line: section.line, value }, ids, refuse);
  return value;
}
