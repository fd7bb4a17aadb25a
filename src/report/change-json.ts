import type { Change } from '../model/change.ts';
import type { Effect } from '../model/effect.ts';
import type { Json } from '../model/json.ts';
import { changeDiff } from './change-diff.ts';
import type { ShownChanges } from './change-view.ts';

/**
 * A change as documents have it. States are left out: they name blobs of this host's journal. `diff` is the text
 * that people see, with escapes for hidden characters and stand-ins for secrets; null where there is none.
 */
export function changeJson(change: Change, shown: ShownChanges): Json {
  const { number, kind, key, undo, parts, effects } = change;
  const diff = shown.get(number);
  return {
    number,
    kind,
    key,
    undo,
    parts: parts.map(({ playbook, part }) => ({ playbook, ...(part === undefined ? {} : { part }) })),
    diff: diff === undefined ? null : changeDiff(diff),
    effects: effects.map(effectJson),
  };
}

export function effectJson(effect: Effect): Json {
  return effect.do === 'daemon-reload' ? { do: effect.do } : { do: effect.do, unit: effect.unit };
}
