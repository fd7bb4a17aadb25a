import { decodeHostText } from '../formats/host-text.ts';
import type { RunFolder } from '../host/run-folder.ts';
import type { Json } from '../model/json.ts';
import { Refused } from '../model/refusal.ts';
import type { RunPlan } from '../model/run-plan.ts';
import { digestOf } from './digest.ts';
import { type Journal, openJournal } from './journal.ts';
import { type RunState, runStateOf } from './run-state.ts';

/** A run as its folder tells it. */
export interface LoadedRun {
  readonly folder: RunFolder;
  readonly journal: Journal;
  readonly plan: RunPlan;
  readonly state: RunState;
  /** rescue.sh has put its entries back. */
  readonly isRescued: boolean;
}

/**
 * Null where preparing the run never came to its first record: then nothing on the host was touched. Refuses
 * what is damaged: a plan that is not the one the journal began with is nothing to act on.
 */
export function loadRun(folder: RunFolder): LoadedRun | null {
  const journal = openJournal(folder);
  const [begin] = journal?.records ?? [];
  if (journal === null || begin === undefined) return null;
  const text = folder.read('plan.json');
  const damaged = (why: string) =>
    new Refused({ code: 'journal-damaged', args: { run: folder.id, record: 1, why } });
  if (text === null) throw damaged('its plan.json is missing');
  if (begin.type !== 'begin') throw damaged('it does not begin a run');
  const plan = parsePlan(text);
  if (plan === null || digestOf(plan as unknown as Json) !== begin.plan) {
    throw damaged('plan.json is not the plan it began with');
  }
  const isRescued = folder.read('rescued') !== null;
  return { folder, journal, plan, state: runStateOf(journal.records), isRescued };
}

function parsePlan(text: Uint8Array): RunPlan | null {
  try {
    return JSON.parse(decodeHostText(text)) as RunPlan;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
