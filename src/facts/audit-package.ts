import type { Fact } from '../model/playbook.ts';
import { packageInstaller } from './package-installer.ts';

/** The command that installs the audit daemon here; null where it is not known. */
export const auditPackage: Fact<string | null> = {
  name: 'audit-package',
  async read(_host, use) {
    const install = await use(packageInstaller);
    if (install === null) return null;
    // Debian splits it: there, audit is no package of its own.
    return `${install} ${install.startsWith('apt-get') ? 'auditd' : 'audit'}`;
  },
};
