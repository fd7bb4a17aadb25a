import { bootSettings } from '../facts/boot-settings.ts';
import type { KernelSettings } from '../facts/kernel-settings.ts';
import { sysctlPath } from '../formats/sysctl-conf.ts';
import type { Requirement } from '../model/requirement.ts';
import type { Wish } from '../model/wish.ts';
import { bootEvidence } from './boot-evidence.ts';
import { planDropIn } from './sysctl-drop-in.ts';
import { readOnlySteps } from './sysctl-read-only.ts';

/**
 * A key that there is once (`net.ipv4.tcp_syncookies`) has one of these values, now and after a reboot. Unmet, it
 * wishes for the first of them: by a line in a drop-in named after `topic`, and for the live value.
 */
export function isSet(
  settings: KernelSettings,
  key: string,
  allowed: readonly [number, ...number[]],
  topic: string,
): Requirement {
  const [first] = allowed;
  const wanted = String(first);
  const path = sysctlPath(key);
  const now = settings.live === null ? null : (settings.live[path] ?? null);
  const about = {
    object: `key:${key}`,
    statement: `${key} is ${allowed.join(' or ')}, now and after a reboot`,
  };
  const source = `/proc/sys/${path}`;
  if (settings.live !== null && now === null) {
    const evidence = [{ source, says: 'absent: the kernel has no such setting', wins: true }];
    return { ...about, verdict: 'not-applicable', evidence, wishes: [] };
  }
  const isAllowed = (value: string | null) => value !== null && allowed.map(String).includes(value);
  const byFile = bootSettings(settings.configuration)(path)?.value ?? null;
  const evidence = [
    ...bootEvidence(settings.configuration, [''], key, wanted),
    ...(now === null ? [] : [{ source, says: now, wins: true }]),
  ];
  const isLive = settings.live === null || isAllowed(now);
  if (isLive && isAllowed(byFile)) return { ...about, verdict: 'met', evidence, wishes: [] };
  const outside = isLive ? null : readOnlySteps(settings, path, `${key} = ${wanted}`);
  if (outside !== null) return { ...about, verdict: 'manual', evidence, wishes: [], ...outside };
  const dropIn = isAllowed(byFile)
    ? { lines: [] }
    : planDropIn(settings.configuration, [''], key, wanted, topic);
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
