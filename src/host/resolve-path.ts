import { hostPath } from '../formats/host-path.ts';
import type { Path } from '../model/path.ts';
import { Refused } from '../model/refusal.ts';

/** What a name is, as far as following links needs to know; null where there is nothing. */
export type Looked = { readonly type: string; readonly target?: string } | null;

/** The kernel's own limit (path_resolution(7)). */
const MOST_LINKS = 40;

/**
 * Follows links by names, for hosts that hold their entries in memory. An absolute link starts again at
 * the root of that host and `..` ends there, so that nothing leads out. Null where a directory is missing;
 * a missing last name is fine and is returned.
 */
export async function resolvePath(
  path: Path,
  look: (path: Path) => Promise<Looked>,
  followLast: boolean,
): Promise<Path | null> {
  const waiting = hostPath.components(path);
  let here: Path = '/';
  let links = 0;
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (name === '.') continue;
    if (name === '..') {
      here = hostPath.parent(here);
      continue;
    }
    // No name holds a NUL.
    if (name.includes('\0')) return null;
    const next = hostPath.join(here, name);
    const found = await look(next);
    if (found?.type === 'link' && (followLast || waiting.length > 0)) {
      if (++links > MOST_LINKS) throw new Refused({ code: 'link-loop', args: { path } });
      const target = found.target ?? '';
      if (target.startsWith('/')) here = '/';
      waiting.unshift(...target.split('/').filter((part) => part !== ''));
      continue;
    }
    if (waiting.length > 0 && found?.type !== 'directory') return null;
    here = next;
  }
  return here;
}
