import { parseNsswitch } from '../formats/nsswitch.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** Where users and groups come from, in order of asking. */
export interface AccountSources {
  readonly passwd: readonly string[];
  /** Those of `initgroups`, too, which login asks for a user's groups where nsswitch.conf names it. */
  readonly group: readonly string[];
}

/** From /etc/nsswitch.conf; what it does not say is `files`, as in glibc. */
export const accountSources: Fact<AccountSources> = {
  name: 'account-sources',
  async read(host) {
    const databases = await hostFile(host, '/etc/nsswitch.conf', parseNsswitch);
    const sources = (database: string) => databases?.get(database) ?? ['files'];
    return {
      passwd: sources('passwd'),
      group: [...new Set([...sources('group'), ...(databases?.get('initgroups') ?? [])])],
    };
  },
};
