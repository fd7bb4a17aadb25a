import { encodeHostText } from '../formats/host-text.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/**
 * The files of a directory that apt reads, in its order: names with one of the endings, or with none where `''` is
 * among them; of letters, digits, `_`, `-`, `.` and `:` only, not hidden (apt's GetListOfFilesInDir()).
 */
export async function aptPartFiles(
  host: HostReader,
  directory: Path,
  endings: readonly string[],
): Promise<readonly Path[]> {
  const found: Path[] = [];
  for (const name of (await host.list(directory)) ?? []) {
    const ending = name.includes('.') ? name.slice(name.lastIndexOf('.') + 1) : '';
    if (!/^[\w:-][\w.:-]*$/.test(name) || !endings.includes(ending)) continue;
    const path: Path = `${directory}/${name}`;
    const target = await host.resolve(path);
    if (target !== null && (await host.status(target))?.type === 'file') found.push(path);
  }
  return found.sort((a, b) => Buffer.compare(encodeHostText(a), encodeHostText(b)));
}
