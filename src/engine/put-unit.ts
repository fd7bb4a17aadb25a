import { hostPath } from '../formats/host-path.ts';
import { encodeHostText } from '../formats/host-text.ts';
import { createMemoryBlobs } from '../host/memory-blobs.ts';
import type { Host } from '../model/host.ts';
import type { Arming } from '../model/run-plan.ts';

/** Puts a unit and the link that starts it in place, after the directories that are missing for them; null: with the time of now. */
export async function putUnit(
  host: Host,
  { directories, unit, link, text }: Arming,
  mtime: string | null,
): Promise<void> {
  const content = encodeHostText(text);
  const owned = { mode: 0o644, uid: 0, gid: 0, mtime, xattrs: {}, flags: '' };
  for (const { path, time } of directories) {
    if (time === null) await host.putEntry(path, { type: 'directory', ...owned, mode: 0o755 }, null);
  }
  const hash = createMemoryBlobs().put(content);
  await host.putEntry(unit, { type: 'file', content: hash, size: content.length, ...owned }, content);
  const target = `../${hostPath.name(unit)}`;
  await host.putEntry(link, { type: 'link', target, ...owned, mode: 0o777 }, null);
}
