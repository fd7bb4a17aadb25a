import type { Json } from '../model/json.ts';
import type { RecordBody } from '../model/record.ts';
import type { Refusal } from '../model/refusal.ts';
import type { RunStatus } from '../model/run.ts';

/** How far a change came, as its run's journal tells it. */
export interface ChangeState {
  readonly before: Json;
  readonly after: Json;
  /** The directory's time before the change, and after it; null where it is no entry, or never came so far. */
  readonly timeBefore: string | null;
  readonly timeAfter: string | null;
  readonly isDone: boolean;
  /** Undoing it was begun; the time its directory is to have then. */
  readonly undo: { readonly directoryTime: string | null } | null;
  readonly isUndone: boolean;
}

/** A time span within one boot, in milliseconds of the monotonic clock. */
export interface Pending {
  readonly boot: string | null;
  readonly sinceMs: number;
  readonly untilMs: number;
}

export interface RunState {
  readonly status: RunStatus;
  readonly started: string;
  readonly finished: string | null;
  readonly why: readonly Refusal[];
  /** By change number; a change without an intent is not in it and was never begun. */
  readonly changes: ReadonlyMap<number, ChangeState>;
  /** Effects that were begun, by their place in the plan. */
  readonly effects: readonly number[];
  readonly isUndoing: boolean;
  /** When it was done, and until when it waits for confirmation. */
  readonly pending: Pending | null;
  /** The way back was given up; what the run did still stands as its status says. */
  readonly isPurged: boolean;
}

/** Reads the story that the records tell. Pure. */
export function runStateOf(records: readonly RecordBody[]): RunState {
  const changes = new Map<number, ChangeState>();
  const update = (number: number, news: Partial<ChangeState>) => {
    const known = changes.get(number);
    if (known !== undefined) changes.set(number, { ...known, ...news });
  };
  let status: RunStatus = 'unfinished';
  let [started, finished]: [string, string | null] = ['', null];
  let why: readonly Refusal[] = [];
  const effects: number[] = [];
  let isUndoing = false;
  let isPurged = false;
  let pending: Pending | null = null;
  for (const record of records) {
    switch (record.type) {
      case 'begin':
        started = record.at;
        break;
      case 'intent': {
        const { before, after, directoryTime } = record;
        const nothing = { timeAfter: null, isDone: false, undo: null, isUndone: false };
        changes.set(record.change, { before, after, timeBefore: directoryTime, ...nothing });
        break;
      }
      case 'done':
        update(record.change, { isDone: true, timeAfter: record.directoryTime });
        break;
      case 'effect':
        effects.push(record.effect);
        break;
      case 'pending':
        status = 'waiting';
        pending = { boot: record.boot, sinceMs: record.sinceMs, untilMs: record.untilMs };
        break;
      case 'undoing':
        isUndoing = true;
        status = 'unfinished';
        why = record.why;
        break;
      case 'undo':
        update(record.change, { undo: { directoryTime: record.directoryTime } });
        break;
      case 'undone':
        update(record.change, { isUndone: true });
        break;
      case 'commit':
      case 'end':
        status = record.status;
        finished = record.at;
        why = record.why.length > 0 ? record.why : why;
        break;
      case 'purge':
        isPurged = true;
        break;
    }
  }
  return { status, started, finished, why, changes, effects, isUndoing, pending, isPurged };
}
