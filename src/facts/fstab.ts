import { type FstabEntry, parseFstab } from '../formats/fstab.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The lines of /etc/fstab; none where there is no such file. */
export const fstab: Fact<readonly FstabEntry[]> = {
  name: 'fstab',
  read: async (host) => (await hostFile(host, '/etc/fstab', parseFstab)) ?? [],
};
