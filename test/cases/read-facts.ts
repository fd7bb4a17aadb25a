import type { HostReader } from '../../src/model/host.ts';
import type { Fact, Facts, Use, ValuesOfFacts } from '../../src/model/playbook.ts';

/** What a playbook's facts say of a host, read without the engine. */
export async function readFacts<F extends Facts>(host: HostReader, facts: F): Promise<ValuesOfFacts<F>> {
  const use: Use = <T>(fact: Fact<T>) => fact.read(host, use);
  const values: [string, unknown][] = [];
  for (const [name, fact] of Object.entries(facts)) values.push([name, await use(fact)]);
  return Object.fromEntries(values) as ValuesOfFacts<F>;
}
