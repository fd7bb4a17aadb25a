import { encodeHostText } from '../formats/host-text.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/**
 * The files of a set of drop-in directories as systemd's conf_files_list() finds them: names ending in
 * `suffix`, not hidden, sorted by name over all directories; a name in an earlier directory hides the same
 * name in later ones, also when it is a link to /dev/null or to nothing.
 */
export async function confFiles(
  host: HostReader,
  directories: readonly Path[],
  suffix: string,
): Promise<readonly Path[]> {
  const byName = new Map<string, Path>();
  for (const directory of directories) {
    for (const name of (await host.list(directory)) ?? []) {
      if (name.startsWith('.') || !name.endsWith(suffix) || byName.has(name)) continue;
      const path: Path = `${directory}/${name}`;
      const type = (await host.status(path))?.type;
      if (type === 'file' || type === 'link') byName.set(name, path);
    }
  }
  return [...byName]
    .sort(([a], [b]) => Buffer.compare(encodeHostText(a), encodeHostText(b)))
    .map(([, path]) => path);
}
