import { createReadOnlyHost } from '../../src/host/read-only-host.ts';
import { readingSuite, writingSuite } from '../laws/lab/host-suite.ts';
import { over, overlayOver } from '../laws/lab/plants.ts';
import { fileEntry, type Tree } from '../laws/lab/tree.ts';
import { plantRooted } from './lab/plant-rooted.ts';

const rooted = plantRooted(null);
/** Something is laid, so the overlay answers by itself. */
const busy = async (tree: Tree) => {
  const planted = await overlayOver(rooted)(tree);
  await planted.host.putEntry('/laid', fileEntry('x'), Buffer.from('x'));
  return planted;
};

readingSuite('a rooted host', rooted);
readingSuite('a read-only host', over(rooted, createReadOnlyHost));
readingSuite('an overlay over a rooted host', overlayOver(rooted));
readingSuite('an overlay with something laid', busy);

writingSuite('a rooted host', rooted);
writingSuite('an overlay over a rooted host', overlayOver(rooted));
