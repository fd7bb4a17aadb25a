import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const PLACES: readonly Path[] = ['/usr/sbin/apparmor_parser', '/sbin/apparmor_parser'];

/** The program that loads profiles, where dockerd looks for it, too; null where there is none. */
export const apparmorParser: Fact<Path | null> = {
  name: 'apparmor-parser',
  async read(host) {
    for (const path of PLACES) if ((await host.resolve(path)) !== null) return path;
    return null;
  },
};
