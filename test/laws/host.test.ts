import { createMemoryHost } from '../../src/host/memory-host.ts';
import { createOverlayHost } from '../../src/host/overlay-host.ts';
import { readingSuite, writingSuite } from './lab/host-suite.ts';
import { memory, overlayOver } from './lab/plants.ts';
import { plantInHost, type Tree } from './lab/tree.ts';

const allLaid = async (tree: Tree) => {
  const host = createOverlayHost(createMemoryHost());
  await plantInHost(host, tree);
  return { host, [Symbol.dispose]: () => undefined };
};

readingSuite('a memory host', memory);
readingSuite('an overlay over memory', overlayOver(memory));
readingSuite('an overlay with everything laid', allLaid);

writingSuite('a memory host', memory);
writingSuite('an overlay over memory', overlayOver(memory));
