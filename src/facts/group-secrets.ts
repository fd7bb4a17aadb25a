import { type GshadowEntry, parseGshadow } from '../formats/gshadow.ts';
import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The lines of /etc/gshadow, which only root may read; none where there is no such file. */
export const groupSecrets: Fact<readonly GshadowEntry[]> = {
  name: 'group-secrets',
  read: async (host) => (await hostFile(host, '/etc/gshadow', parseGshadow)) ?? [],
};
