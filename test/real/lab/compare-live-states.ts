import type { LiveState } from './live-state.ts';

/** One line for each difference; empty when both are the same. */
export function compareLiveStates(before: LiveState, after: LiveState): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}: ${before.get(name) ?? 'absent'} -> ${after.get(name) ?? 'absent'}`);
}
