import type { Fact } from '../model/playbook.ts';
import { type Refusal, Refused } from '../model/refusal.ts';

/** A fact's value, or why it could not be read. */
export type Tolerated<T> = { readonly value: T } | { readonly refusal: Refusal };

/** For a playbook that can still say something when this fact cannot be read. Others become `unknown` as a whole. */
export function tolerated<T>(fact: Fact<T>): Fact<Tolerated<T>> {
  return {
    name: `tolerated ${fact.name}`,
    async read(_host, use) {
      try {
        return { value: await use(fact) };
      } catch (error) {
        if (error instanceof Refused) return { refusal: error.refusal };
        throw error;
      }
    },
  };
}
