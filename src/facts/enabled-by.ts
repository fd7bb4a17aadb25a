import type { Unit } from '../model/effect.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { unitLinks } from './unit-links.ts';

/** The link by which another unit starts this one; null where there is none. */
export function enabledBy(unit: Unit): Fact<Path | null> {
  return {
    name: `enabled-by ${unit}`,
    async read(_host, use) {
      const links = (await use(unitLinks)).get(unit) ?? [];
      return links.find(({ by }) => by !== null)?.path ?? null;
    },
  };
}
