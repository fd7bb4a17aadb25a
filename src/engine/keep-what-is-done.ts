import { type Refusal, Refused } from '../model/refusal.ts';
import { disarm } from './boot-unit.ts';
import { runStateOf } from './run-state.ts';
import { tidy } from './tidy.ts';
import type { Transaction, TransactionOptions } from './transaction.ts';
import { undoChange } from './undo-run.ts';

/**
 * Ends a run that failed without taking back what it had done (`--on-error keep`). The change it failed in is undone:
 * kept half made, nobody could roll it back. What must follow the kept changes is run, so that they are effective.
 */
export async function keepWhatIsDone(
  run: Transaction,
  why: Refusal,
  newlyRed: TransactionOptions['newlyRed'],
): Promise<'partly'> {
  const { journal, plan, host } = run;
  for (const change of [...plan.changes].reverse()) {
    if (runStateOf(journal.records).changes.get(change.number)?.isDone !== false) continue;
    const foreign = await undoChange(run, change);
    if (foreign !== null) throw new Refused(foreign);
  }
  const state = runStateOf(journal.records);
  const kept = plan.changes.filter(({ number }) => state.changes.get(number)?.isDone === true);
  const following = new Set(kept.flatMap(({ effects }) => effects.map((effect) => JSON.stringify(effect))));
  for (const [i, effect] of plan.effects.entries()) {
    if (state.effects.includes(i) || !following.has(JSON.stringify(effect))) continue;
    journal.append({ type: 'effect', effect: i });
    await host.run(effect);
  }
  const [red] = await newlyRed();
  if (red !== undefined) throw new Refused(red);
  await tidy(run);
  await disarm(run);
  journal.append({ type: 'commit', at: run.now(), status: 'partly', why: [why] });
  return 'partly';
}
