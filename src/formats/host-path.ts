import type { Path } from '../model/path.ts';

/** Path arithmetic on names only; links are the hosts' business. */
export const hostPath = {
  parent(path: Path): Path {
    const cut = path.lastIndexOf('/');
    return cut <= 0 ? '/' : (path.slice(0, cut) as Path);
  },
  name(path: Path): string {
    return path.slice(path.lastIndexOf('/') + 1);
  },
  join(directory: Path, name: string): Path {
    return directory === '/' ? `/${name}` : `${directory}/${name}`;
  },
  components(path: Path): string[] {
    return path.split('/').filter((name) => name !== '');
  },
  /** From the root downwards, without the path itself: `/`, `/etc` for `/etc/group`. */
  ancestors(path: Path): Path[] {
    const found: Path[] = [];
    for (let p = path; p !== '/'; ) {
      p = hostPath.parent(p);
      found.unshift(p);
    }
    return found;
  },
};
