import type { Change } from '../model/change.ts';
import { ended } from './phrases.ts';
import { thingWords } from './thing-words.ts';

/** One line of what a run is at. */
export function progressWords(
  progress: { readonly change: Change } | { readonly probe: string; readonly why: string | null },
): string {
  if ('change' in progress) return `${progress.change.number}. ${thingWords(progress.change)}`;
  const { probe, why } = progress;
  return why === null ? `${probe}: works` : `${probe}: fails already, and counts for nothing: ${ended(why)}`;
}
