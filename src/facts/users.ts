import { type PasswdEntry, parsePasswd } from '../formats/passwd.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The users of /etc/passwd; none where there is no such file. */
export const users: Fact<readonly PasswdEntry[]> = {
  name: 'users',
  read: async (host) => (await hostFile(host, '/etc/passwd', parsePasswd)) ?? [],
};
