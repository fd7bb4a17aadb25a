import { decodeHostText } from '../formats/host-text.ts';
import { type Mount, parseMountinfo } from '../formats/mountinfo.ts';
import type { Fact } from '../model/playbook.ts';
import { refusingMalformed } from './host-file.ts';

/** What is mounted now, in the kernel's order (/proc/self/mountinfo); null in an image, where nothing is. */
export const mounts: Fact<readonly Mount[] | null> = {
  name: 'mounts',
  async read(host) {
    if (host.identity.type === 'image') return null;
    const bytes = await host.observe({ type: 'proc', path: 'self/mountinfo' });
    return refusingMalformed('/proc/self/mountinfo', () => parseMountinfo(decodeHostText(bytes)));
  },
};
