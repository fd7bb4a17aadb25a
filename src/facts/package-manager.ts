import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

export type PackageManager = 'dpkg' | 'rpm' | 'apk' | 'pacman';

const DATABASES: readonly (readonly [PackageManager, Path])[] = [
  ['dpkg', '/var/lib/dpkg/status'],
  ['rpm', '/usr/lib/sysimage/rpm'],
  ['rpm', '/var/lib/rpm'],
  ['apk', '/lib/apk/db/installed'],
  ['apk', '/usr/lib/apk/db/installed'],
  ['pacman', '/var/lib/pacman/local'],
];

/** By whose database there is; null where there is none. rpm may be installed on Debian, too: dpkg comes first. */
export const packageManager: Fact<PackageManager | null> = {
  name: 'package-manager',
  async read(host) {
    for (const [manager, path] of DATABASES) if ((await host.status(path)) !== null) return manager;
    return null;
  },
};
