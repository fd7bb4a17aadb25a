import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/** A directory's modification time; null where it is not there. */
export async function timeOf(host: HostReader, directory: Path): Promise<string | null> {
  return (await host.status(directory))?.mtime ?? null;
}
