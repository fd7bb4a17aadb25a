import type { Path } from '../model/path.ts';
import type { Fact } from '../model/playbook.ts';

const COMMANDS: readonly (readonly [Path, string])[] = [
  ['/usr/bin/apt-get', 'apt-get install auditd'],
  ['/usr/bin/dnf', 'dnf install audit'],
  ['/usr/bin/yum', 'yum install audit'],
  ['/usr/bin/zypper', 'zypper install audit'],
  ['/sbin/apk', 'apk add audit'],
];

/** The command that installs the audit daemon here; null where it is not known. */
export const auditPackage: Fact<string | null> = {
  name: 'audit-package',
  async read(host) {
    for (const [path, command] of COMMANDS) if ((await host.resolve(path)) !== null) return command;
    return null;
  },
};
