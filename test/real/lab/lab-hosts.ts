import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LabHost } from './lab-host.ts';

const HOSTS = join(import.meta.dirname, '../hosts');

/** Every named starting state, by its name, sorted: the files of test/real/hosts are the registry. */
export async function labHosts(): Promise<ReadonlyMap<string, LabHost>> {
  const names = readdirSync(HOSTS)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
  const hosts = await Promise.all(
    names.map(async (name): Promise<[string, LabHost]> => {
      const module: { readonly default: LabHost } = await import(join(HOSTS, `${name}.ts`));
      return [name, module.default];
    }),
  );
  return new Map(hosts);
}
