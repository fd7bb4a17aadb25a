import { parseUseraddDefaults, type UseraddDefault } from '../formats/useradd-defaults.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** What useradd(8) gives new accounts, by /etc/default/useradd; empty where there is no such file. */
export const useraddDefaults: Fact<readonly UseraddDefault[]> = {
  name: 'useradd-defaults',
  read: async (host) => (await hostFile(host, '/etc/default/useradd', parseUseraddDefaults)) ?? [],
};
