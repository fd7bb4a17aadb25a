import type { Probe } from '../model/policy.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Writer } from './writer.ts';

/** The same before and after: what is slow to answer on a good day is no worse after it. */
const ONCE_MS = 10_000;
/** What was restarted may need a while. */
const AFTER_MS = 30_000;

/**
 * Tries each probe before a run. What comes back tries those again that succeeded, and says which fail now; one
 * that failed before proves nothing. On an image nothing runs that could be tried.
 */
export async function watchProbes(
  { host, interrupted, onProgress }: Pick<Writer, 'host' | 'interrupted' | 'onProgress'>,
  probes: readonly Probe[],
): Promise<() => Promise<readonly Refusal[]>> {
  const isOver = () => interrupted() !== null;
  const failing = async (tried: readonly Probe[], withinMs: number) =>
    Promise.all(
      tried.map(async (probe) => ({ probe, why: await host.probe(probe.argv, { withinMs, isOver }) })),
    );
  const before = await failing(host.identity.type === 'image' ? [] : probes, ONCE_MS);
  for (const { probe, why } of before) onProgress({ probe: probe.name, why });
  const green = before.filter(({ why }) => why === null).map(({ probe }) => probe);
  return async () =>
    (await failing(green, AFTER_MS)).flatMap(({ probe: { name }, why }): readonly Refusal[] =>
      why === null ? [] : [{ code: 'probe-failed', args: { probe: name, why } }],
    );
}
