import type { AuditRule } from '../formats/audit-rule.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

export interface AuditTarget {
  /** The watched path with the links in its parents followed; the kernel does not follow the last one. */
  readonly path: Path;
  /** Why the rule cannot load at boot: what must exist then does not. */
  readonly missing: string | null;
}

/** What a rule watches; null where it watches nothing. Read from the host as it is now. */
export async function auditTarget(host: HostReader, rule: AuditRule): Promise<AuditTarget | null> {
  const watched = rule.watched?.path;
  if (watched === undefined || !isPath(watched)) return null;
  const slash = watched.lastIndexOf('/');
  const above = slash <= 0 ? '/' : watched.slice(0, slash);
  const parent = isPath(above) ? await host.resolve(above) : null;
  if (parent === null) return { path: watched, missing: `${above} does not exist` };
  const path: Path = `${parent === '/' ? '' : parent}/${watched.slice(slash + 1)}`;
  const needed = rule.watched?.type === 'dir' ? path : parent;
  if (needed === path && (await host.resolve(path)) === null)
    return { path, missing: `${path} does not exist` };
  return {
    path,
    missing: isMadeAtBoot(needed) ? `${needed} does not exist yet when rules are loaded` : null,
  };
}

/** Below a file system in memory nothing exists early at boot, whatever is there now. */
function isMadeAtBoot(directory: Path): boolean {
  return /^\/(?:run|tmp|dev|proc|sys)\/./.test(directory);
}

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
