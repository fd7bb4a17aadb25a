import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const PROGRAMS: readonly (readonly [path: Path, command: string])[] = [
  ['/usr/bin/apt-get', 'apt-get install'],
  ['/usr/bin/dnf', 'dnf install'],
  ['/usr/bin/yum', 'yum install'],
  ['/usr/bin/zypper', 'zypper install'],
  ['/sbin/apk', 'apk add'],
];

/** How a person installs a package here: `apt-get install`; null where none of the known programs is there. */
export const packageInstaller: Fact<string | null> = {
  name: 'package-installer',
  async read(host) {
    for (const [path, command] of PROGRAMS) if ((await host.resolve(path)) !== null) return command;
    return null;
  },
};
