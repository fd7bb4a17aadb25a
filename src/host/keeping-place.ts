import { hostPath } from '../formats/host-path.ts';
import type { Path } from '../model/path.ts';
import { mountOf } from './descriptor.ts';
import { lookAt } from './local-read.ts';
import { walk } from './walk.ts';

/**
 * Where old inodes of a path's mount are kept: below the state directory where that is on the same mount,
 * else in `.holdfast` at the mount's top. Never beside the file: programs read whole directories such as
 * conf.d. The mount decides, not the file system: link(2) fails with EXDEV between two binds of one.
 */
export function keepingPlaceLocal(root: Path, stateDir: Path | null, path: Path): Path {
  let directory = hostPath.parent(path);
  {
    using spot = walk(root, path, false);
    if (spot !== null) directory = hostPath.parent(spot.path);
  }
  // A directory that this run makes first will be on the mount of the one above it.
  let mount = mountAt(root, directory);
  while (mount === null && directory !== '/') {
    directory = hostPath.parent(directory);
    mount = mountAt(root, directory);
  }
  if (stateDir !== null && mountAt(root, stateDir) === mount) return hostPath.join(stateDir, 'kept');
  while (directory !== '/' && mountAt(root, hostPath.parent(directory)) === mount) {
    directory = hostPath.parent(directory);
  }
  return hostPath.join(directory, '.holdfast');
}

function mountAt(root: Path, path: Path): string | null {
  using spot = walk(root, path, true);
  if (spot === null) return null;
  using found = lookAt(spot);
  return found === null ? null : mountOf(found.fd);
}
