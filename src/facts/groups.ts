import { type GroupEntry, parseGroup } from '../formats/group.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The groups of /etc/group; none where there is no such file. */
export const groups: Fact<readonly GroupEntry[]> = {
  name: 'groups',
  read: async (host) => (await hostFile(host, '/etc/group', parseGroup)) ?? [],
};
