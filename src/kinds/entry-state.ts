import type { Entry } from '../model/entry.ts';
import type { Json } from '../model/json.ts';

/** The state of kind `entry`: the entry itself, null where there is none. An {@link Entry} is JSON by its shape. */
export type EntryState = Entry | null;

export function asEntryState(state: Json): EntryState {
  return state as EntryState;
}

export function asJson(state: EntryState): Json {
  return state as Json;
}
