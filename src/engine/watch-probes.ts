import type { Host } from '../model/host.ts';
import type { Probe } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Progress } from './writer.ts';

/** What was restarted may need a while: so many seconds. */
const TRIES_AFTER = 30;

/**
 * Tries each probe before a run. What comes back tries those again that succeeded, and says which fail now; one
 * that failed before proves nothing. On an image nothing runs that could be tried.
 */
export async function watchProbes(
  host: Host,
  probes: readonly Probe[],
  onProgress: (progress: Progress) => void,
): Promise<() => Promise<readonly Refusal[]>> {
  const green: Probe[] = [];
  for (const probe of host.identity.type === 'image' ? [] : probes) {
    const why = await host.probe(probe.argv, 1);
    onProgress({ probe: probe.name, why });
    if (why === null) green.push(probe);
  }
  return async () => {
    const red: Refusal[] = [];
    for (const { name, argv } of green) {
      const why = await host.probe(argv, TRIES_AFTER);
      if (why !== null) red.push({ code: 'probe-failed', args: { probe: name, why } });
    }
    return red;
  };
}
