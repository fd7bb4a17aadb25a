import { kinds } from '../kinds/index.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Objection } from '../model/plan.ts';
import { distinct } from './distinct.ts';

/** Which of the states that changes lead to must not go live, by our own check and the real tools. */
export async function candidateRefusals(
  host: HostReader,
  changes: readonly Change[],
  blobs: Blobs,
): Promise<Objection[]> {
  const found = new Map<string, Objection>();
  for (const { kind, key, before, after, parts } of changes) {
    const refusal = await kinds[kind].validate?.(host, key, after, blobs, before);
    if (refusal === null || refusal === undefined) continue;
    // One lock on the audit rules is one refusal, however many rules wait for it.
    const same = JSON.stringify(refusal);
    const playbooks = [...(found.get(same)?.playbooks ?? []), ...parts.map(({ playbook }) => playbook)];
    found.set(same, { refusal, playbooks: distinct(playbooks) });
  }
  return [...found.values()];
}
