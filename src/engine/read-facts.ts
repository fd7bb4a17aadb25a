import type { HostReader } from '../model/host.ts';
import type { Fact, Use } from '../model/playbook.ts';

/** Reads facts through one cache: what ten playbooks ask for is read once, and all of them see the same. */
export function readFacts(host: HostReader): Use {
  const read = new Map<Fact<unknown>, Promise<unknown>>();
  const use: Use = <T>(fact: Fact<T>): Promise<T> => {
    const begun = read.get(fact) ?? fact.read(host, use);
    read.set(fact, begun);
    return begun as Promise<T>;
  };
  return use;
}
