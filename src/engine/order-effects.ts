import type { Effect } from '../model/effect.ts';
import { distinct } from './distinct.ts';

/** systemd must know the units before it restarts them, and a restart makes all else for the same unit needless. */
const RANK: readonly Effect['do'][] = ['daemon-reload', 'hangup', 'reload', 'restart'];

/** Each effect once, in the one order they run in. */
export function orderEffects(effects: readonly Effect[]): readonly Effect[] {
  const restarted = new Set(effects.flatMap((effect) => (effect.do === 'restart' ? [effect.unit] : [])));
  return distinct(effects)
    .filter((effect) => (effect.do !== 'reload' && effect.do !== 'hangup') || !restarted.has(effect.unit))
    .sort((a, b) => RANK.indexOf(a.do) - RANK.indexOf(b.do));
}
