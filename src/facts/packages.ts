import { type DpkgPackage, parseDpkgStatus } from '../formats/dpkg-status.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What dpkg has installed, or has left the configuration of. */
export interface Packages {
  /** In the database's order. */
  readonly list: readonly DpkgPackage[];
  /** A dpkg that did not come to its end has left records behind that are not in the database yet. */
  readonly isInterrupted: boolean;
}

/** The packages of /var/lib/dpkg/status; null where dpkg is not what installs packages here. */
export const packages: Fact<Packages | null> = {
  name: 'packages',
  async read(host) {
    const list = await hostFile(host, '/var/lib/dpkg/status', parseDpkgStatus);
    if (list === null) return null;
    const updates = (await host.list('/var/lib/dpkg/updates')) ?? [];
    return { list, isInterrupted: updates.some((name) => /^\d+$/.test(name)) };
  },
};
