import type { Waiver } from '../model/plan.ts';
import { isDate } from './is-date.ts';
import type { PolicyLine, PolicySection, Refuse } from './policy-lines.ts';
import { refuseUnknownPlaybook } from './refuse-unknown-playbook.ts';

export const WAIVER_KEYS = ['playbook', 'object', 'reason', 'owner', 'until'];

/** Section `[waiver NAME]`: all of its keys must be there, for a waiver without a reason or an end is none. */
export function parseWaiver(
  section: PolicySection,
  lines: readonly PolicyLine[],
  ids: readonly string[],
  refuse: Refuse,
): Waiver {
  const name = section.name.replace(/^waiver\s*/, '');
  if (name === '') refuse(section.line, 'a waiver without a name: [waiver NAME]');
  const find = (key: string): PolicyLine => {
    const found = lines.find((line) => line.key === key);
    if (found === undefined) return refuse(section.line, `waiver ${name} has no ${key}`);
    return found.value === '' ? refuse(found.line, `${key} is empty`) : found;
  };
  const playbook = find('playbook');
  refuseUnknownPlaybook(playbook, ids, refuse);
  const until = find('until');
  if (!isDate(until.value)) refuse(until.line, `${until.value} is no day like 2027-01-31`);
  return {
    name,
    playbook: playbook.value,
    object: find('object').value,
    reason: find('reason').value,
    owner: find('owner').value,
    until: until.value,
  };
}
