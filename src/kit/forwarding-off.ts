import { bootSettings } from '../facts/boot-settings.ts';
import type { KernelSettings } from '../facts/kernel-settings.ts';
import { sysctlName, sysctlPath } from '../formats/sysctl-conf.ts';
import type { Evidence, Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { bootEvidence } from './boot-evidence.ts';
import { liveEvidence } from './live-evidence.ts';
import { liveValues } from './live-values.ts';
import { settingInterfaces } from './setting-interfaces.ts';
import { planDropIn } from './sysctl-drop-in.ts';
import { readOnlySteps } from './sysctl-read-only.ts';

/** The setting that turns forwarding on and off for a whole family, and what else a file should say. */
export interface ForwardingFamily {
  readonly leader: string;
  readonly lines: readonly string[];
  readonly each: string;
}

/**
 * No interface forwards, now and after a reboot. Files get lines for the leader and for what a foreign line would turn
 * on, never a glob: systemd would apply that to every bridge that Docker makes later.
 */
export function forwardingOff(
  settings: KernelSettings,
  family: ForwardingFamily,
  topic: string,
  why: readonly Evidence[],
): Requirement {
  const { leader, lines, each } = family;
  const { configuration } = settings;
  const about = {
    object: `key:${leader}`,
    statement: `${leader} is 0, and no interface forwards, now and after a reboot`,
  };
  const live = liveValues(settings, each);
  const now = settings.live?.[sysctlPath(leader)];
  const decide = bootSettings(configuration);
  const names = [...settingInterfaces(configuration, each, live?.keys() ?? []), '*'];
  const path = (name: string) => sysctlPath(each).replace('*', name);
  const on = names.filter((name) => !['0', null].includes(decide(path(name))?.value ?? null));
  const wanted = [
    ...new Set([...lines, ...on.filter((name) => name !== '*').map((name) => sysctlName(path(name)))]),
  ];
  const evidence = [
    ...why,
    ...wanted.flatMap((key) => bootEvidence(configuration, [''], key, '0')),
    ...(now === undefined ? [] : [{ source: `/proc/sys/${sysctlPath(leader)}`, says: now, wins: true }]),
    ...liveEvidence(each, live),
  ];
  const isLive =
    settings.live === null || (now === '0' && [...(live ?? [])].every(([, value]) => value === '0'));
  const isPersistent = on.length === 0 && lines.every((key) => decide(sysctlPath(key))?.value === '0');
  if (isLive && isPersistent) return { ...about, verdict: 'met', evidence, wishes: [] };

  const steps = on
    .filter((name) => name === '*')
    .map((name) => decide(path(name)))
    .map((by) => `take line ${by?.line} (${sysctlName(by?.key ?? '')} = ${by?.value}) out of ${by?.source}`);
  const plans = isPersistent ? [] : wanted.map((key) => planDropIn(configuration, [''], key, '0', topic));
  steps.push(...plans.flatMap((plan) => ('steps' in plan ? plan.steps : [])));
  const outside = isLive ? null : readOnlySteps(settings, sysctlPath(leader), `${leader} = 0`);
  steps.push(...(outside?.steps ?? []));
  if (steps.length > 0) return { ...about, verdict: 'manual', evidence, wishes: [], steps };
  const wishes: Wish[] = plans
    .flatMap((plan) => ('lines' in plan ? plan.lines : []))
    .map(({ file, name }) => ({ kind: 'entry', key: file, part: `sysctl:${name}`, desired: '0' }));
  if (!isLive) wishes.push({ kind: 'kernel-setting', key: leader, desired: '0' });
  return { ...about, verdict: 'unmet', evidence, wishes };
}
