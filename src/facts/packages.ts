import { type DpkgDatabase, dpkgUpdates, parseDpkgDatabase } from '../formats/dpkg-database.ts';
import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

export type Packages = DpkgDatabase;

const STATUS: Path = '/var/lib/dpkg/status';
const UPDATES: Path = '/var/lib/dpkg/updates';

/** What dpkg has installed; null where it is not what installs packages here. */
export const packages: Fact<Packages | null> = {
  name: 'packages',
  async read(host) {
    const names = dpkgUpdates((await host.list(UPDATES)) ?? []);
    const updates: string[] = [];
    for (const name of names)
      updates.push((await hostFile(host, `${UPDATES}/${name}`, (text) => text)) ?? '');
    return hostFile(host, STATUS, (text) => parseDpkgDatabase(text, updates));
  },
};
