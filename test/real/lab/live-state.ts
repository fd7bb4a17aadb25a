import { leftOut } from './left-out.ts';
import type { LiveLab } from './live-lab.ts';

/** Every kernel setting as `sysctl NAME` with its value, and every loaded audit rule as `audit RULE` with its place. */
export type LiveState = ReadonlyMap<string, string>;

/** What sysctl -a and auditctl -l say inside the lab, less what is left out. */
export function liveState(lab: LiveLab): LiveState {
  const state = new Map<string, string>();
  const skipped = leftOut().sysctls;
  // Its status is not 0 as some settings cannot be read; those are named on standard error.
  for (const line of lab.run('sysctl', '-a').stdout.split('\n')) {
    const equals = line.indexOf(' =');
    const name = line.slice(0, equals);
    if (equals < 0 || skipped.some((skip) => matches(skip, name))) continue;
    // Some settings have several lines, each with the name before it.
    const before = state.get(`sysctl ${name}`);
    state.set(`sysctl ${name}`, `${before === undefined ? '' : `${before}\n`}${line.slice(equals + 3)}`);
  }
  const rules = lab.run('auditctl', '-l');
  if (rules.status !== 0) throw new Error(`auditctl -l: ${rules.stderr}`);
  for (const [index, rule] of rules.stdout.trimEnd().split('\n').entries())
    state.set(`audit ${rule}`, String(index));
  return state;
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
