import type { Effect } from '../model/effect.ts';
import type { Host } from '../model/host.ts';

/** Runs effects in their order. Idempotent, so running them again after an undo is safe and is what makes the undo true. */
export async function runEffects(host: Host, effects: readonly Effect[]): Promise<void> {
  for (const effect of effects) await host.run(effect);
}
