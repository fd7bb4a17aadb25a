import { globPattern, isGlob } from '../formats/glob-pattern.ts';
import { encodeHostText } from '../formats/host-text.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/** What glob(3) finds on the host for an absolute pattern, sorted by bytes: hidden names only where a dot is written. */
export async function globPaths(host: HostReader, pattern: string): Promise<readonly Path[]> {
  let found: readonly string[] = [''];
  for (const part of pattern.split('/').filter((each) => each !== '')) {
    const next: string[] = [];
    for (const directory of found) {
      if (!isGlob(part)) next.push(`${directory}/${part}`);
      else next.push(...(await namesIn(host, directory, part)).map((name) => `${directory}/${name}`));
    }
    found = next;
  }
  const there: Path[] = [];
  for (const path of found as readonly Path[]) if ((await host.status(path)) !== null) there.push(path);
  return there.sort((a, b) => Buffer.compare(encodeHostText(a), encodeHostText(b)));
}

async function namesIn(host: HostReader, directory: string, part: string): Promise<readonly string[]> {
  const names = (await host.list((directory === '' ? '/' : directory) as Path)) ?? [];
  const pattern = globPattern(part);
  return names.filter((name) => pattern.test(name) && (part.startsWith('.') || !name.startsWith('.')));
}
