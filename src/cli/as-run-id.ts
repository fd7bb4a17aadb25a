import { Refused } from '../model/refusal.ts';
import type { RunId } from '../model/run.ts';

/** What was typed, if it can be a run's number: anything else would be a path below the runs. */
export function asRunId(text: string): RunId {
  if (!/^\d{6}$/.test(text)) throw new Refused({ code: 'unknown-run', args: { run: text } });
  return text;
}
