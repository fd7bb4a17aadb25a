import { hostPath } from '../formats/host-path.ts';
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
  /** Nanoseconds since the epoch, in decimal. */
  readonly mtime: string | null;
  /** What a link leads to in the end; null for what is no link, and for one that leads nowhere. */
  readonly target: Permissions | null;
}

/** By lstat(2): a link is a link, and only those in the directories above are followed. Null where there is nothing. */
export async function permissionsOf(host: HostReader, named: Path): Promise<Permissions | null> {
  const status = await host.status(named);
  if (status === null) return null;
  const directory = await host.resolve(hostPath.parent(named));
  const path = directory === null || named === '/' ? named : hostPath.join(directory, hostPath.name(named));
  const { type, mode, uid, gid, mtime } = status;
  const real = type === 'link' ? await host.resolve(path) : null;
  const target = real === null || real === path ? null : await permissionsOf(host, real);
  return { path, type, mode, uid, gid, mtime, target };
}
