import { sysctlPath } from '../formats/sysctl-conf.ts';
import type { Evidence } from '../model/requirement.ts';

/** The values now of a per-interface key, one piece of evidence per value. */
export function liveEvidence(key: string, live: ReadonlyMap<string, string> | null): readonly Evidence[] {
  const byValue = Map.groupBy([...(live ?? [])], ([, value]) => value);
  return [...byValue].map(([value, each]) => ({
    source: `/proc/sys/${sysctlPath(key)}`,
    says: `${value} on ${each.map(([name]) => name).join(', ')}`,
    wins: true,
  }));
}
