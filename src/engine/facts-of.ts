import type { Playbook, Use } from '../model/playbook.ts';
import { type Refusal, Refused } from '../model/refusal.ts';

/** All that a playbook looks at, or why the first of it that is missing could not be read. */
export async function factsOf(
  { facts }: Playbook,
  use: Use,
): Promise<{ readonly facts: { readonly [name: string]: never } } | { readonly refusal: Refusal }> {
  const values: [string, unknown][] = [];
  for (const [name, fact] of Object.entries(facts)) {
    try {
      values.push([name, await use(fact)]);
    } catch (error) {
      if (error instanceof Refused) return { refusal: error.refusal };
      throw error;
    }
  }
  return { facts: Object.fromEntries(values) as never };
}
