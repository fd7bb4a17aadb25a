import { type DoasPermit, parseDoasConf } from '../formats/doas-conf.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { confFiles } from './conf-files.ts';
import { hostFile } from './host-file.ts';

export interface PlacedDoasPermit extends DoasPermit {
  readonly path: Path;
}

const MAIN: Path = '/etc/doas.conf';
/** Alpine's doas reads these, too. */
const DIRECTORY: Path = '/etc/doas.d';

/** What doas(1) permits, by file and line; null where it is not configured. */
export const doasPermits: Fact<readonly PlacedDoasPermit[] | null> = {
  name: 'doas-permits',
  async read(host) {
    const main = (await host.resolve(MAIN)) === null ? [] : [MAIN];
    const paths = [...main, ...(await confFiles(host, [DIRECTORY], '.conf'))];
    if (paths.length === 0) return null;
    const permits: PlacedDoasPermit[] = [];
    for (const path of paths) {
      const found = (await hostFile(host, path, parseDoasConf)) ?? [];
      permits.push(...found.map((permit) => ({ ...permit, path })));
    }
    return permits;
  },
};
