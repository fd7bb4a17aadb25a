import type { Finding } from '../model/plan.ts';
import { bySeverity, type Group } from './by-severity.ts';

/** All that is about one area: the first word of the playbooks' ids. */
export interface Area {
  readonly area: string;
  readonly groups: readonly Group[];
}

/** Findings by area and playbook: the area with the most severe one first, and so within an area. */
export function byArea(findings: readonly Finding[]): readonly Area[] {
  const areas = Map.groupBy(bySeverity(findings), ({ playbook }) => playbook.split('/', 1)[0] ?? '');
  return [...areas].map(([area, groups]) => ({ area, groups }));
}
