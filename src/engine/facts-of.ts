import type { Playbook, Use } from '../model/playbook.ts';
import { type Refusal, Refused } from '../model/refusal.ts';

/** All that a playbook looks at, or why the first of it that is missing could not be read. */
export async function factsOf(
  playbook: Playbook,
  params: never,
  use: Use,
): Promise<{ readonly facts: { readonly [name: string]: never } } | { readonly refusal: Refusal }> {
  const spared = playbook.spares?.(params) ?? [];
  const values: [string, unknown][] = [];
  for (const [name, fact] of Object.entries(playbook.facts)) {
    try {
      values.push([name, spared.includes(name) ? null : await use(fact)]);
    } catch (error) {
      if (error instanceof Refused) return { refusal: error.refusal };
      throw error;
    }
  }
  return { facts: Object.fromEntries(values) as never };
}
