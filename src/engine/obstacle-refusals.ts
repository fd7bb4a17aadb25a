import { asEntryState } from '../kinds/entry-state.ts';
import type { Blobs } from '../model/blobs.ts';
import type { Change } from '../model/change.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import type { Refusal } from '../model/refusal.ts';

/** What the host itself would put in the way of these changes, found out before any of them is made. */
export async function obstacleRefusals(
  host: HostReader,
  changes: readonly Change[],
  blobs: Blobs,
): Promise<Refusal[]> {
  const entries = changes.filter(({ kind }) => kind === 'entry');
  const bytes = entries.reduce((sum, { after }) => sum + sizeOf(asEntryState(after), blobs), 0);
  const found: Refusal[] = [];
  for (const { key, before, after } of entries) {
    const [old, wanted] = [asEntryState(before), asEntryState(after)];
    const inPlace = old?.type === 'file' && wanted?.type === 'file' && old.content === wanted.content;
    const all = await host.obstacles(key as Path, wanted, bytes);
    found.push(...all.filter(({ code }) => code !== 'hard-linked' || !inPlace));
  }
  return found;
}

function sizeOf(entry: ReturnType<typeof asEntryState>, blobs: Blobs): number {
  return entry?.type === 'file' ? blobs.get(entry.content).length : 0;
}
