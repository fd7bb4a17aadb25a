import { createRootedHost } from '../../../src/host/rooted-host.ts';
import type { Host } from '../../../src/model/host.ts';
import type { Path } from '../../../src/model/path.ts';
import type { Plant } from '../../laws/lab/plants.ts';
import { plantOnDisk } from './disk-tree.ts';

/** Hosts on disk, with the state directory at this place of the tree. */
export const plantRooted =
  (stateDir: Path | null): Plant<Host> =>
  async (tree) => {
    const disk = plantOnDisk(tree);
    return {
      host: createRootedHost({ root: disk.root, stateDir }),
      [Symbol.dispose]: () => disk[Symbol.dispose](),
    };
  };
