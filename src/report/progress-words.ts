import type { Change } from '../model/change.ts';
import { ended } from './phrases.ts';
import { safeLine } from './safe-line.ts';
import { thingWords } from './thing-words.ts';

/** One line of what a run is at. */
export function progressWords(
  progress:
    | { readonly waitingFor: string; readonly withinMs: number }
    | { readonly change: Change }
    | { readonly probe: string; readonly why: string | null },
): string {
  if ('waitingFor' in progress)
    return `Another Holdfast is at work on ${safeLine(progress.waitingFor)}: waiting for it to end, at most ${progress.withinMs / 1000} s`;
  if ('change' in progress) return `${progress.change.number}. ${thingWords(progress.change)}`;
  const { probe, why } = progress;
  return why === null ? `${probe}: works` : `${probe}: fails already, and counts for nothing: ${ended(why)}`;
}
