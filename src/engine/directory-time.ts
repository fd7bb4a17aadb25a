import type { Host, HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/** A directory's modification time; null where it is not there. */
export async function timeOf(host: HostReader, directory: Path): Promise<string | null> {
  return (await host.status(directory))?.mtime ?? null;
}

/** Gives a directory the time it had before a name in it was changed and changed back. */
export async function setDirectoryTime(host: Host, directory: Path, mtime: string): Promise<void> {
  const entry = await host.entry(directory);
  if (entry?.type === 'directory') await host.putEntry(directory, { ...entry, mtime }, null);
}
