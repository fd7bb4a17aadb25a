import { decodeHostText } from '../formats/host-text.ts';
import type { ObservedSockets } from '../model/observation.ts';
import type { Fact } from '../model/playbook.ts';

/** What listens now, and who is connected to it; null in an image. */
export const sockets: Fact<ObservedSockets | null> = {
  name: 'sockets',
  async read(host) {
    if (host.identity.type === 'image') return null;
    return JSON.parse(decodeHostText(await host.observe({ type: 'sockets' })));
  },
};
