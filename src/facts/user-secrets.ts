import { parseShadow, type ShadowEntry } from '../formats/shadow.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The lines of /etc/shadow, which only root may read; none where there is no such file. */
export const userSecrets: Fact<readonly ShadowEntry[]> = {
  name: 'user-secrets',
  read: async (host) => (await hostFile(host, '/etc/shadow', parseShadow)) ?? [],
};
