import { bootSettings } from '../facts/boot-settings.ts';
import { type KernelSettings, kernelSettings } from '../facts/kernel-settings.ts';
import { sysctlPath } from '../formats/sysctl-conf.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { bootEvidence } from './boot-evidence.ts';
import { liveEvidence } from './live-evidence.ts';
import { liveValues } from './live-values.ts';
import { settingInterfaces } from './setting-interfaces.ts';
import { type Combination, combined } from './sysctl-combination.ts';
import { planDropIn } from './sysctl-drop-in.ts';
import { isSet } from './sysctl-is-set.ts';
import { readOnlySteps } from './sysctl-read-only.ts';

/** Kernel settings: what files set at boot, what is set now, and requirements on both. */
export const sysctl = { effective: kernelSettings, isSet, onEveryInterface };

/**
 * A per-interface key (`net.ipv4.conf.*.send_redirects`) has one value on every interface, in `all` and in
 * `default`, now and after a reboot, or what the kernel makes of them (`combination`) comes to the same. Unmet, it
 * wishes for lines in a drop-in named after `topic` and for the live values. In an image, where interfaces are
 * unknown, a glob must set it.
 */
function onEveryInterface(
  settings: KernelSettings,
  key: string,
  value: number,
  topic: string,
  combination: Combination = { by: 'each' },
): Requirement {
  const wanted = String(value);
  const live = liveValues(settings, key);
  const says = combined[combination.by];
  const allowed = [value, ...('or' in combination ? [combination.or] : [])].map(String);
  const about = { object: `key:${key}`, statement: says.statement(key, allowed) };
  const holds = (of: (name: string) => string | null, names: readonly string[]) =>
    says.holds(of, names, allowed);
  const directory = `/proc/sys/${sysctlPath(key).split('/*/')[0]}`;
  if (live !== null && live.size === 0) {
    const evidence = [{ source: directory, says: 'absent: the kernel has no such setting', wins: true }];
    return { ...about, verdict: 'not-applicable', evidence, wishes: [] };
  }
  const interfaces = settingInterfaces(settings.configuration, key, live?.keys() ?? null);
  const decide = bootSettings(settings.configuration);
  const path = (name: string) => sysctlPath(key).replace('*', name);
  const persistent = holds((name) => decide(path(name))?.value ?? null, interfaces);
  const isLive = live === null || holds((name) => live.get(name) ?? null, [...live.keys()]);
  const evidence = [
    ...bootEvidence(settings.configuration, interfaces, key, wanted),
    ...liveEvidence(key, live),
  ];
  if (persistent && isLive) return { ...about, verdict: 'met', evidence, wishes: [] };
  const outside = isLive ? null : readOnlySteps(settings, path('all'), `${key} = ${wanted}`);
  if (outside !== null) return { ...about, verdict: 'manual', evidence, wishes: [], ...outside };

  const dropIn = persistent
    ? { lines: [] }
    : planDropIn(settings.configuration, interfaces, key, wanted, topic);
  if ('steps' in dropIn) return { ...about, verdict: 'manual', evidence, wishes: [], steps: dropIn.steps };
  const wishes: Wish[] = dropIn.lines.map(({ file, name }) => ({
    kind: 'entry',
    key: file,
    part: `sysctl:${name}`,
    desired: wanted,
  }));
  if (!isLive) wishes.push({ kind: 'kernel-setting', key, desired: wanted });
  return { ...about, verdict: 'unmet', evidence, wishes };
}
