import type { Fact } from '../model/playbook.ts';
import { hostFile } from './host-file.ts';

/** The name of the running system; in an image what /etc/hostname says, hostname(5). Null where there is none. */
export const hostname: Fact<string | null> = {
  name: 'hostname',
  async read(host) {
    const live = host.identity.type === 'live' ? await host.live('kernel-setting', 'kernel/hostname') : null;
    return live ?? (await hostFile(host, '/etc/hostname', firstName));
  },
};

function firstName(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.find((line) => line !== '' && !line.startsWith('#')) ?? null;
}
