import type { Playbook } from '../model/playbook.ts';

/** A playbook's parameters as they are set, and by their defaults where they are not. */
export function paramsOf(playbook: Playbook, set: { readonly [name: string]: unknown }): never {
  const values = Object.entries(playbook.params).map(([name, param]) => [name, set[name] ?? param.default]);
  return Object.fromEntries(values) as never;
}
