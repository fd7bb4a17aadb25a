import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { dockerData } from './docker-data.ts';
import { mounts } from './mounts.ts';

/** What lies in the directories above Docker's data and at other mount points of whole file systems: names by directory. */
export type DataNeighbors = { readonly [directory: string]: readonly string[] };

/** Tells whether a file system holds Docker's data only. The root directory is never asked: it holds the system. */
export const dataNeighbors: Fact<DataNeighbors> = {
  name: 'data-neighbors',
  async read(host, use) {
    const data = (await use(dockerData)).map(({ real }) => real);
    const directories = new Set<Path>();
    for (const path of data) {
      const names = path.split('/').slice(1, -1);
      for (const i of names.keys()) directories.add(`/${names.slice(0, i + 1).join('/')}`);
    }
    const mounted = (await use(mounts)) ?? [];
    const under = mounted.filter(({ target }) => data.some((path) => `${path}/`.startsWith(`${target}/`)));
    for (const { target, root, device } of mounted) {
      const isWhole = root === '/' && under.some((mount) => mount.device === device);
      if (isWhole && isPath(target) && target !== '/') directories.add(target);
    }
    const neighbors: { [directory: string]: readonly string[] } = {};
    for (const directory of directories) neighbors[directory] = (await host.list(directory)) ?? [];
    return neighbors;
  },
};

function isPath(text: string): text is Path {
  return text.startsWith('/');
}
