import { decodeHostText } from '../formats/host-text.ts';
import { Malformed } from '../model/format.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';

/** The file parsed, or null where it leads to nothing or to /dev/null. A {@link Malformed} becomes a refusal. */
export async function hostFile<T>(
  host: HostReader,
  path: Path,
  parse: (text: string) => T,
): Promise<T | null> {
  if ((await host.resolve(path)) === '/dev/null') return null;
  const bytes = await host.read(path);
  if (bytes === null) return null;
  return refusingMalformed(path, () => parse(decodeHostText(bytes)));
}

/** Runs a parser on text that starts at `firstLine` of `path`. */
export function refusingMalformed<T>(path: Path, parse: () => T, firstLine = 1): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const line = firstLine + error.line - 1;
    throw new Refused({ code: 'malformed', args: { path, line, why: error.why } }, { cause: error });
  }
}
