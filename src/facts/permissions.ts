import type { EntryType } from '../model/entry.ts';
import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/** Whose a name in a directory is, and who may do what with it. */
export interface Permissions {
  readonly path: Path;
  readonly type: EntryType;
  /** 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** What a link leads to in the end; null for what is no link, and for one that leads nowhere. */
  readonly target: Permissions | null;
}

/** By lstat(2): a link is a link. Null where there is nothing. */
export async function permissionsOf(host: HostReader, path: Path): Promise<Permissions | null> {
  const status = await host.status(path);
  if (status === null) return null;
  const { type, mode, uid, gid } = status;
  const real = type === 'link' ? await host.resolve(path) : null;
  const target = real === null || real === path ? null : await permissionsOf(host, real);
  return { path, type, mode, uid, gid, target };
}
