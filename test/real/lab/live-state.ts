import { kernelSettings } from './kernel-settings.ts';
import { leftOut } from './left-out.ts';
import type { LiveLab } from './live-lab.ts';
import { loadedAuditRules } from './loaded-audit-rules.ts';

/** Every kernel setting as `sysctl NAME` with its value, and every loaded audit rule as `audit RULE` with its place. */
export type LiveState = ReadonlyMap<string, string>;

/** What sysctl -a and auditctl -l say inside the lab, less what is left out. */
export function liveState(lab: LiveLab): LiveState {
  return new Map([...kernelSettings(lab.run, leftOut().sysctls), ...loadedAuditRules(lab.run)]);
}
