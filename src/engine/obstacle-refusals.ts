import { asEntryState } from '../kinds/entry-state.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Objection } from '../model/plan.ts';

/** What the host itself would put in the way of these changes, found out before any of them is made. */
export async function obstacleRefusals(
  host: HostReader,
  changes: readonly Change[],
  blobs: Blobs,
): Promise<Objection[]> {
  const entries = changes.filter(({ kind }) => kind === 'entry');
  const bytes = entries.reduce((sum, { after }) => sum + sizeOf(asEntryState(after), blobs), 0);
  const found: Objection[] = [];
  for (const { key, before, after, parts } of entries) {
    const [old, wanted] = [asEntryState(before), asEntryState(after)];
    const inPlace = old?.type === 'file' && wanted?.type === 'file' && old.content === wanted.content;
    const all = await host.obstacles(key as Path, wanted, bytes);
    const playbooks = parts.map(({ playbook }) => playbook);
    const real = all.filter(({ code }) => code !== 'hard-linked' || !inPlace);
    found.push(...real.map((refusal) => ({ refusal, playbooks })));
  }
  return found;
}

function sizeOf(entry: ReturnType<typeof asEntryState>, blobs: Blobs): number {
  return entry?.type === 'file' ? blobs.get(entry.content).length : 0;
}
