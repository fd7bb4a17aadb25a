import type { PlaybookId } from '../model/playbook.ts';
import { nearest } from './nearest.ts';
import type { PolicyLine, Refuse } from './policy-lines.ts';

/** A misspelt id would be a waiver or a skip of nothing, in silence. */
export function refuseUnknownPlaybook(
  { line, value }: Pick<PolicyLine, 'line' | 'value'>,
  ids: readonly PlaybookId[],
  refuse: Refuse,
): void {
  if (ids.includes(value)) return;
  const meant = nearest(value, ids);
  refuse(line, `unknown playbook ${value}${meant === null ? '' : `; is ${meant} meant?`}`);
}
