import { parseUseraddDefaults, type UseraddDefault } from '../formats/useradd-defaults.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What useradd(8) gives new accounts, by /etc/default/useradd; null where there is neither that nor useradd. */
export const useraddDefaults: Fact<readonly UseraddDefault[] | null> = {
  name: 'useradd-defaults',
  async read(host) {
    const defaults = await hostFile(host, '/etc/default/useradd', parseUseraddDefaults);
    if (defaults !== null) return defaults;
    return (await host.resolve('/usr/sbin/useradd')) === null ? null : [];
  },
};
