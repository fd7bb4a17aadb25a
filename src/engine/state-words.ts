import type { EntryState } from '../kinds/entry-state.ts';
import { textHash } from './text-hash.ts';

/** What `state_of` of the script prints for an entry. */
export function stateWords(entry: EntryState): string {
  if (entry === null) return 'absent';
  const owner = `${entry.uid} ${entry.gid}`;
  return entry.type === 'link'
    ? `${contentWords(entry)} ${owner}`
    : `${contentWords(entry)} ${entry.mode.toString(8)} ${owner}`;
}

/** The same without mode and owner. */
export function contentWords(entry: NonNullable<EntryState>): string {
  if (entry.type === 'file') return `file ${entry.content}`;
  return entry.type === 'link' ? `link ${textHash(`${entry.target}\n`)}` : entry.type;
}
