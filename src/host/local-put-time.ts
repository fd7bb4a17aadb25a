import type { Path } from '../model/path.ts';
import { writeMtime } from './attributes.ts';
import { statOf, syncDirectory } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { orRefuse } from './system-error.ts';
import { walk } from './walk.ts';

/** Gives a directory its modification time, durable on return. Nothing where there is no directory. */
export async function putTimeLocal(root: Path, directory: Path, mtime: string): Promise<void> {
  using spot = walk(root, directory, false);
  using found = spot === null ? null : lookAt(spot);
  if (found === null || !statOf(found.fd).isDirectory()) return;
  if (statOf(found.fd).mtimeNs.toString() === mtime) return;
  await writeMtime(found.fd, directory, mtime);
  orRefuse(directory, 'fsync', () => syncDirectory(found.fd));
}
