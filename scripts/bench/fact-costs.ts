import { paramsOf } from '../../src/engine/params-of.ts';
import type { HostReader } from '../../src/model/host.ts';
import type { Fact, Playbook, Use } from '../../src/model/playbook.ts';
import { Refused } from '../../src/model/refusal.ts';
import { medianOf } from './median-of.ts';

const RUNS = 5;

export interface FactCost {
  readonly name: string;
  /** Median, without the facts that it rests on: those are read already. */
  readonly milliseconds: number;
}

/** What each fact that playbooks ask a host for costs by itself, the slowest first. */
export async function factCosts(
  host: HostReader,
  playbooks: readonly Playbook[],
): Promise<readonly FactCost[]> {
  const read = new Map<Fact<unknown>, Promise<unknown>>();
  const use: Use = <T>(fact: Fact<T>): Promise<T> => {
    const answer = read.get(fact) ?? fact.read(host, use);
    read.set(fact, answer);
    return answer as Promise<T>;
  };
  for (const playbook of playbooks) {
    const spared = playbook.spares?.(paramsOf(playbook, {})) ?? [];
    for (const [name, fact] of Object.entries(playbook.facts))
      if (!spared.includes(name)) await settled(() => use(fact));
  }
  const costs: FactCost[] = [];
  for (const fact of [...read.keys()]) {
    const times: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const started = performance.now();
      await settled(() => fact.read(host, use));
      times.push(performance.now() - started);
    }
    costs.push({ name: fact.name, milliseconds: medianOf(times) });
  }
  return costs.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** A host that refuses to tell has cost its time, too. */
async function settled(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}
