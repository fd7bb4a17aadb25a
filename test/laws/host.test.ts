import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import { createReadOnlyHost } from '../../src/host/read-only-host.ts';
import { createRootedHost } from '../../src/host/rooted-host.ts';
import type { Host } from '../../src/model/host.ts';
import { type Plant, readingSuite, writingSuite } from './lab/host-suite.ts';
import { fileEntry, plantInHost, plantOnDisk, type Tree } from './lab/tree.ts';

const memory = async (tree: Tree) => {
  const host = createMemoryHost();
  await plantInHost(host, tree);
  return { host, [Symbol.dispose]: () => undefined };
};
const rooted = async (tree: Tree) => {
  const disk = plantOnDisk(tree);
  return {
    host: createRootedHost({ root: disk.root, stateDir: null }),
    [Symbol.dispose]: () => disk[Symbol.dispose](),
  };
};
const over =
  (plant: Plant<Host>, wrap: (host: Host) => Host = createOverlayHost): Plant<Host> =>
  async (tree) => {
    const planted = await plant(tree);
    return { host: wrap(planted.host), [Symbol.dispose]: () => planted[Symbol.dispose]() };
  };
/** Something is laid, so the overlay answers by itself. */
const busy = async (tree: Tree) => {
  const planted = await over(rooted)(tree);
  await planted.host.putEntry('/laid', fileEntry('x'), Buffer.from('x'));
  return planted;
};
const allLaid = async (tree: Tree) => {
  const host = createOverlayHost(createMemoryHost());
  await plantInHost(host, tree);
  return { host, [Symbol.dispose]: () => undefined };
};
const readOnly =
  (plant: Plant<Host>): Plant<ReturnType<typeof createReadOnlyHost>> =>
  async (tree) => {
    const planted = await plant(tree);
    return { host: createReadOnlyHost(planted.host), [Symbol.dispose]: () => planted[Symbol.dispose]() };
  };

readingSuite('a memory host', memory);
readingSuite('a rooted host', rooted);
readingSuite('a read-only host', readOnly(rooted));
readingSuite('an overlay over memory', over(memory));
readingSuite('an overlay over a rooted host', over(rooted));
readingSuite('an overlay with something laid', busy);
readingSuite('an overlay with everything laid', allLaid);

writingSuite('a memory host', memory);
writingSuite('a rooted host', rooted);
writingSuite('an overlay over memory', over(memory));
writingSuite('an overlay over a rooted host', over(rooted));
