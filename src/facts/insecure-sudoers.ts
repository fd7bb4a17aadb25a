import type { HostReader } from '../model/host.ts';
import type { Path } from '../model/path.ts';

/** Why sudo would not read this file or directory, null where it would (sudo_secure_file and _dir of sudo 1.9). */
export async function insecureSudoers(
  host: HostReader,
  path: Path,
  type: 'file' | 'directory',
): Promise<string | null> {
  const real = await host.resolve(path);
  const status = real === null ? null : await host.status(real);
  if (status === null) return 'does not exist';
  if (status.type !== type) return `is no ${type}`;
  if (status.uid !== 0) return `is owned by uid ${status.uid}, not by root`;
  if ((status.mode & 0o002) !== 0) return 'is writable for everybody';
  if ((status.mode & 0o020) !== 0 && status.gid !== 0) return `is writable for the group ${status.gid}`;
  return null;
}
