import type { Requirement } from '../model/requirement.ts';
import { asymmetricRouting, type Paths } from './asymmetric-routing.ts';
import { sysctl } from './sysctl.ts';

const KEY = 'net.ipv4.conf.*.rp_filter';

/**
 * Packets whose sender could not be reached: strict (1) by the interface that they came in by, loose (2) by any. By
 * topology it is strict, unless something says that answers may leave by another way; what is stricter than it need
 * be is left alone.
 */
export function reversePathFilter(given: Paths, how: string, topic: string): Requirement {
  const reasons = how === 'by-topology' ? asymmetricRouting(given) : [];
  const isStrict = how === 'strict' || (how === 'by-topology' && reasons.length === 0);
  const found = isStrict
    ? sysctl.onEveryInterface(given.settings, KEY, 1, topic, { by: 'larger' })
    : sysctl.onEveryInterface(given.settings, KEY, 2, topic, { by: 'larger', or: 1 });
  return { ...found, evidence: [...found.evidence, ...reasons] };
}
