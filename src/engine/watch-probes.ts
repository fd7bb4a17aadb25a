import { createReadOnlyHost } from '../host/read-only-host.ts';
import type { Patience } from '../model/host.ts';
import type { ConnectionProbe, Probe } from '../model/policy.ts';
import { type Refusal, Refused } from '../model/refusal.ts';
import { builtInProbes } from '../probes/index.ts';
import { readFacts } from './read-facts.ts';
import type { Writer } from './writer.ts';

/** For how long one try may take before. There is no second: what is not there, such as a default route, would hold up every run. */
const ONCE_MS = 10_000;
/** What was restarted may need a while. */
const AFTER_MS = 30_000;

/**
 * Tries each probe before a run. What comes back tries those again that succeeded, and says which fail now; one
 * that failed before proves nothing. Besides the policy's there are those that are built in, which are named only when
 * they turn red. On an image nothing runs that could be tried.
 */
export async function watchProbes(
  { host, interrupted, onProgress }: Pick<Writer, 'host' | 'interrupted' | 'onProgress'>,
  probes: readonly Probe[],
): Promise<() => Promise<readonly Refusal[]>> {
  const failing = async (tried: readonly (Probe | ConnectionProbe)[], patience: Patience) =>
    Promise.all(tried.map(async (probe) => ({ probe, why: await host.probe(probe, patience) })));
  const isImage = host.identity.type === 'image';
  const before = await failing(isImage ? [] : [...probes, ...(await builtIn(host))], {
    withinMs: ONCE_MS,
    isOver: () => true,
  });
  for (const { probe, why } of before) {
    if (probes.some(({ name }) => name === probe.name)) onProgress({ probe: probe.name, why });
  }
  const green = before.filter(({ why }) => why === null).map(({ probe }) => probe);
  return async () =>
    (await failing(green, { withinMs: AFTER_MS, isOver: () => interrupted() !== null })).flatMap(
      ({ probe: { name }, why }): readonly Refusal[] =>
        why === null ? [] : [{ code: 'probe-failed', args: { probe: name, why } }],
    );
}

/** What cannot be looked at now cannot be seen to break either. */
async function builtIn(host: Writer['host']): Promise<readonly (Probe | ConnectionProbe)[]> {
  const use = readFacts(createReadOnlyHost(host));
  const found = builtInProbes.map(async (probes) => {
    try {
      return await use(probes);
    } catch (error) {
      if (error instanceof Refused) return [];
      throw error;
    }
  });
  return (await Promise.all(found)).flat();
}
